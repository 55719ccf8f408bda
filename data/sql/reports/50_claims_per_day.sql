-- one row per day (Asia/Kolkata), kind and language
-- day: when they were said (Asia/Kolkata)
-- kind: what they do, as the newest labeller suggests (codebook; null: no suggestion yet)
-- language: their language and script (BCP 47)
-- claims: claims
-- clusters: different claims
SELECT
    CAST(seen_at AT TIME ZONE 'Asia/Kolkata' AS DATE) AS day,
    kind,
    language,
    count(*) AS claims,
    count(DISTINCT cluster_id) AS clusters
FROM claims
GROUP BY ALL
ORDER BY ALL
