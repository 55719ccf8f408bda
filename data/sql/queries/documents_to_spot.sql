-- one row per document that the spotter has not read yet and for which no other copy speaks, oldest first, at most $most;
-- of copies the first speaks, or where its text was deleted the oldest that has one
WITH waiting AS (
    SELECT * FROM document ANTI JOIN spotting USING (document_id) WHERE deleted_at IS NULL
),
families AS (
    SELECT
        coalesce(copy_of, document_id) AS first_id,
        arg_min(document_id, (copy_of IS NOT NULL, recorded_at, document_id)) AS speaker_id
    FROM document
    WHERE deleted_at IS NULL AND coalesce(copy_of, document_id) IN (SELECT copy_of FROM waiting WHERE copy_of IS NOT NULL)
    GROUP BY first_id
)
SELECT waiting.document_id, waiting.text, waiting.body_start, waiting.medium, waiting.language
FROM waiting
LEFT JOIN families ON families.first_id = waiting.copy_of
WHERE coalesce(families.speaker_id, waiting.document_id) = waiting.document_id
ORDER BY coalesce(waiting.posted_at, waiting.recorded_at), waiting.document_id
LIMIT $most
