-- one row per thing about a cluster that somebody was to be told
SELECT
    alert_id, cluster_id, kind, day, documents, expected, probability, test, verdict, silent_days, run_id, recorded_at
FROM store.alert
