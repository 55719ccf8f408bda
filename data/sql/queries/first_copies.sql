-- one row per text_hash in `rows` that the store already has: the first document that says this, and how its texts are copies
WITH known AS (
    SELECT
        text_hash,
        coalesce(copy_of, document_id) AS first_id,
        copy,
        resemblance,
        row_number() OVER (PARTITION BY text_hash ORDER BY copy_of IS NOT NULL, recorded_at, document_id) AS place
    FROM document
    SEMI JOIN rows USING (text_hash)
)
SELECT
    text_hash,
    first_id,
    CASE WHEN copy = 'near' THEN 'near' ELSE 'exact' END AS copy,
    CASE WHEN copy = 'near' THEN resemblance ELSE 1 END AS resemblance
FROM known
WHERE place = 1
