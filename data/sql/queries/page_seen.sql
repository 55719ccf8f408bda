-- one row per hour in which documents carried one cluster's claim
SELECT date_trunc('hour', seen_at) AS hour, count(*) AS documents
FROM (
    SELECT DISTINCT document.document_id, coalesce(document.posted_at, document.recorded_at) AS seen_at
    FROM membership
    JOIN claim USING (claim_id)
    JOIN document USING (document_id)
    WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
)
GROUP BY hour
ORDER BY hour
