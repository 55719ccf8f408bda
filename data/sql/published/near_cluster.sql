-- one row per pair of clusters and stay that say nearly the same; valid_to is null while it stands
SELECT
    cluster_a, cluster_b, suggested, difference, claim_a, claim_b, probability, matcher, run_id, decision_id, valid_from, valid_to,
    recorded_at
FROM store.near_cluster
