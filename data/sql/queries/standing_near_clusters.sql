-- one row per pair of near clusters that stands
SELECT cluster_a, cluster_b, suggested, difference, claim_a, claim_b, probability, matcher
FROM near_cluster
WHERE valid_to IS NULL
ORDER BY valid_from, cluster_a, cluster_b
