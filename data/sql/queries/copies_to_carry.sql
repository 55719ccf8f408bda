-- one row per copy that the spotter need not read, because another that it has read speaks for it; oldest first, at most $most
WITH waiting AS (
    SELECT * FROM document ANTI JOIN spotting USING (document_id) WHERE deleted_at IS NULL AND copy_of IS NOT NULL
),
families AS (
    SELECT
        coalesce(copy_of, document_id) AS first_id,
        arg_min(document_id, (copy_of IS NOT NULL, recorded_at, document_id)) AS speaker_id
    FROM document
    WHERE deleted_at IS NULL AND coalesce(copy_of, document_id) IN (SELECT copy_of FROM waiting)
    GROUP BY first_id
)
SELECT waiting.document_id, waiting.text, speaking.document_id AS speaker_id, speaking.text AS spoken, spotting.sentences, spotting.spotter
FROM waiting
JOIN families ON families.first_id = waiting.copy_of AND families.speaker_id <> waiting.document_id
JOIN document AS speaking ON speaking.document_id = families.speaker_id
JOIN spotting ON spotting.document_id = families.speaker_id
ORDER BY coalesce(waiting.posted_at, waiting.recorded_at), waiting.document_id
LIMIT $most
