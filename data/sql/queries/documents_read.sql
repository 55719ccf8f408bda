-- one row per day before $now (0: the last 24 hours) of the last $days + 1 days: documents that the store has of it
WITH days AS (
    SELECT CAST(floor((epoch($now) - epoch(coalesce(posted_at, recorded_at))) / 86400) AS INTEGER) AS days_ago
    FROM document
    WHERE coalesce(posted_at, recorded_at) <= $now
)
SELECT days_ago, count(*) AS documents
FROM days
WHERE days_ago <= $days
GROUP BY days_ago
ORDER BY days_ago
