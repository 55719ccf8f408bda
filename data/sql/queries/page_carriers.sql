-- one row per document that carried one cluster's claim first, at most $most
SELECT
    document.document_id,
    document.source,
    document.author,
    document.medium,
    document.url,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    document.posted_at IS NULL AS is_undated,
    min(claim.claim_id) AS claim_id
FROM membership
JOIN claim USING (claim_id)
JOIN document USING (document_id)
WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
GROUP BY ALL
ORDER BY seen_at, document.document_id
LIMIT $most
