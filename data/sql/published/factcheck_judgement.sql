-- one row per reviewer's word that a fact-check answers a cluster (accepted), or that it does not; the last word stands
SELECT decision_id, cluster_id, factcheck_id, accepted, reviewer, valid_from, recorded_at FROM store.factcheck_judgement
