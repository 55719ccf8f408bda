-- one row per day (Asia/Kolkata), kind and language
SELECT
    CAST(seen_at AT TIME ZONE 'Asia/Kolkata' AS DATE) AS day,
    kind,
    language,
    count(*) AS claims,
    count(DISTINCT cluster_id) AS clusters
FROM claims
GROUP BY ALL
ORDER BY ALL
