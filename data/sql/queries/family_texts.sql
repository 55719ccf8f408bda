-- one row per document_id in `rows` of which a text is left: its own, or that of its oldest copy that still has one
SELECT
    rows.document_id,
    arg_min(document.text, (document.copy_of IS NOT NULL, document.recorded_at, document.document_id)) AS text
FROM document
JOIN rows ON rows.document_id = coalesce(document.copy_of, document.document_id)
WHERE document.deleted_at IS NULL
GROUP BY rows.document_id
