-- one row per cluster that is near one cluster now, with its most typical text, and the two claims most alike: here and there
SELECT
    cluster_b AS cluster_id,
    typical_b AS claim,
    suggested,
    difference,
    probability,
    claim_a AS here_claim_id,
    text_a AS here,
    claim_b AS there_claim_id,
    text_b AS there
FROM near_clusters
WHERE cluster_a = $cluster_id
UNION ALL
SELECT cluster_a, typical_a, suggested, difference, probability, claim_b, text_b, claim_a, text_a
FROM near_clusters
WHERE cluster_b = $cluster_id
ORDER BY probability DESC, cluster_id
