-- one row per open cluster and day before $now (0: the last 24 hours) of the last $days + 1 days on which documents carried it
SELECT cluster_id, days_ago, count(*) AS documents
FROM (
    SELECT DISTINCT
        membership.cluster_id,
        document.document_id,
        CAST(
            floor((epoch($now) - epoch(coalesce(document.posted_at, document.recorded_at))) / 86400) AS INTEGER
        ) AS days_ago
    FROM membership
    JOIN claim USING (claim_id)
    JOIN document USING (document_id)
    WHERE membership.valid_to IS NULL
)
WHERE days_ago BETWEEN 0 AND $days
GROUP BY cluster_id, days_ago
