-- one row per standing match of the clusters in `rows`
SELECT cluster_id, factcheck_id, probability, matcher
FROM factcheck_match
SEMI JOIN rows USING (cluster_id)
WHERE valid_to IS NULL
