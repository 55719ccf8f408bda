-- one row per fact-check, with what the matcher sees of it
SELECT factcheck_id, folded, text_hash, language FROM factcheck ORDER BY factcheck_id
