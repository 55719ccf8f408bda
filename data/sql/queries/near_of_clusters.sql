-- one row per pair of near clusters that stands and of which one is in `rows`
SELECT cluster_a, cluster_b, suggested, difference, claim_a, claim_b, probability, matcher
FROM near_cluster
WHERE valid_to IS NULL
    AND (cluster_a IN (SELECT cluster_id FROM rows) OR cluster_b IN (SELECT cluster_id FROM rows))
ORDER BY cluster_a, cluster_b
