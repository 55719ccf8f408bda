-- one row per distinct text of claims whose text is kept, with a language it was written in
SELECT text_hash, min(language) AS language FROM claim WHERE deleted_at IS NULL GROUP BY text_hash
