-- one row per event in the life of a cluster
SELECT recorded_at, cluster_id, event, other_cluster_id, claims, reason, claim_a, claim_b, probability, run_id
FROM cluster_event
ORDER BY recorded_at, event_id
