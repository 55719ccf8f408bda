-- how many documents and claims have lost their text, and how many claims of deleted documents have kept it
SELECT
    (SELECT count(*) FROM document WHERE deleted_at IS NOT NULL) AS documents,
    (SELECT count(*) FROM claim WHERE deleted_at IS NOT NULL) AS claims,
    (
        SELECT count(*)
        FROM claim
        JOIN document USING (document_id)
        WHERE document.deleted_at IS NOT NULL AND claim.deleted_at IS NULL
    ) AS claims_kept
