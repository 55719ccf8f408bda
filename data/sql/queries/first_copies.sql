-- one row per text_hash in `rows` that the store already has: the first document with that text
SELECT text_hash, arg_min(document_id, (recorded_at, document_id)) AS document_id
FROM document
SEMI JOIN rows USING (text_hash)
WHERE copy_of IS NULL
GROUP BY text_hash
