-- one row per cluster and document that carries its claim now, copies among them
SELECT DISTINCT
    membership.cluster_id,
    document.document_id,
    document.source,
    document.medium,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    document.copy_of IS NOT NULL AS is_copy,
    document.run_id,
    document.recorded_at
FROM membership
JOIN claim USING (claim_id)
JOIN document USING (document_id)
WHERE membership.valid_to IS NULL
