-- one row per cluster, fact-check and stay: a suggested match; valid_to is null while it stands
SELECT cluster_id, factcheck_id, probability, matcher, run_id, decision_id, valid_from, valid_to, recorded_at
FROM store.factcheck_match
