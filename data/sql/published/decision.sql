-- one row per reviewer's action. Left out: its content, which the tables of what it changed tell
SELECT decision_id, reviewer, cluster_id, action, other_cluster_id, undoes, valid_from, recorded_at FROM store.decision
