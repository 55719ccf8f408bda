-- one row per run since $since that did not come to its end, with what was said of it (null: its process died)
SELECT run_id, flow, status, json_extract_string(summary, '$.error') AS fault
FROM runs
WHERE started_at >= $since AND status IN ('failed', 'interrupted')
ORDER BY started_at DESC
