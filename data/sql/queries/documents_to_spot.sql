-- one row per document that the spotter has not read yet, oldest first, at most $most
SELECT document_id, text, body_start, medium, language
FROM document
ANTI JOIN spotting USING (document_id)
ORDER BY coalesce(posted_at, recorded_at), document_id
LIMIT $most
