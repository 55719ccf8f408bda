-- one row per change in a cluster's life; other_cluster_id is where it went (merged) or came from (split)
SELECT
    event_id, cluster_id, event, other_cluster_id, claims, reason, claim_a, claim_b, probability, run_id, decision_id, recorded_at
FROM store.cluster_event
