-- one row per claim and stay in a cluster; valid_to is null while it lasts
SELECT claim_id, cluster_id, valid_from, valid_to, probability, matcher, run_id, decision_id, recorded_at
FROM store.membership
