-- one row per cluster and day before $now (0: the last 24 hours) on which documents carried it, copies among them, of the last
-- $days + 1 days; only of clusters that $least documents or more carried in the last 24 hours, and any before them
WITH days AS (
    SELECT cluster_id, document_id, CAST(floor((epoch($now) - epoch(seen_at)) / 86400) AS INTEGER) AS days_ago
    FROM carriers
    WHERE seen_at <= $now
),
watched AS (
    SELECT cluster_id
    FROM days
    GROUP BY cluster_id
    HAVING count(*) FILTER (days_ago = 0) >= $least AND max(days_ago) > 0
)
SELECT cluster_id, days_ago, count(*) AS documents
FROM days
SEMI JOIN watched USING (cluster_id)
WHERE days_ago <= $days
GROUP BY cluster_id, days_ago
ORDER BY cluster_id, days_ago
