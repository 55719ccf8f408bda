-- one row per fact-check, with what the matcher sees of it, and its verdict
SELECT factcheck_id, folded, text_hash, language, verdict FROM factcheck ORDER BY factcheck_id
