-- one row per day in the zone $zone on which claims were said: how many, in how many documents, and how many of the clusters
-- that are there now were said for the first time
WITH seen AS (
    SELECT
        CAST(seen_at AT TIME ZONE $zone AS DATE) AS day,
        document_id,
        row_number() OVER (PARTITION BY cluster_id ORDER BY seen_at, claim_id) = 1 AS is_first
    FROM claims
)
SELECT day, count(*) AS claims, count(DISTINCT document_id) AS documents, count(*) FILTER (is_first) AS new_clusters
FROM seen
GROUP BY day
ORDER BY day
