-- one row per pair of near clusters, one of them in `rows`, that a decision ended at $ended_at, and where its claims are now
SELECT
    near_cluster.cluster_a,
    near_cluster.cluster_b,
    near_cluster.suggested,
    near_cluster.difference,
    near_cluster.claim_a,
    near_cluster.claim_b,
    near_cluster.probability,
    near_cluster.matcher,
    a.cluster_id AS now_a,
    b.cluster_id AS now_b
FROM near_cluster
LEFT JOIN membership AS a ON a.claim_id = near_cluster.claim_a AND a.valid_to IS NULL
LEFT JOIN membership AS b ON b.claim_id = near_cluster.claim_b AND b.valid_to IS NULL
WHERE near_cluster.valid_to = $ended_at
    AND near_cluster.closed_by_run = 'review'
    AND (near_cluster.cluster_a IN (SELECT cluster_id FROM rows) OR near_cluster.cluster_b IN (SELECT cluster_id FROM rows))
ORDER BY ALL
