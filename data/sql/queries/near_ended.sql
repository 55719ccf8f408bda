-- one row per pair of near clusters, one of them in `rows`, that a decision ended at $ended_at, and where its claims are now
WITH ended AS MATERIALIZED (
    SELECT cluster_a, cluster_b, suggested, difference, claim_a, claim_b, probability, matcher
    FROM near_cluster
    WHERE valid_to = $ended_at
        AND closed_by_run = 'review'
        AND (cluster_a IN (SELECT cluster_id FROM rows) OR cluster_b IN (SELECT cluster_id FROM rows))
),
homes AS MATERIALIZED (
    SELECT claim_id, cluster_id
    FROM membership
    WHERE valid_to IS NULL AND claim_id IN (SELECT claim_a FROM ended UNION SELECT claim_b FROM ended)
)
SELECT ended.*, a.cluster_id AS now_a, b.cluster_id AS now_b
FROM ended
LEFT JOIN homes AS a ON a.claim_id = ended.claim_a
LEFT JOIN homes AS b ON b.claim_id = ended.claim_b
ORDER BY ALL
