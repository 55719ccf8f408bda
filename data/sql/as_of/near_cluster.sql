-- one row per pair of clusters and stay, as it was known at `moment`
CREATE MACRO near_cluster_as_of(moment) AS TABLE
SELECT * REPLACE (CASE WHEN valid_to <= CAST(moment AS TIMESTAMPTZ) THEN valid_to END AS valid_to)
FROM near_cluster
WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
