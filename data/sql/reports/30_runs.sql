-- one row per run
SELECT run_id, flow, status, started_at, ended_at, epoch(ended_at - started_at) AS seconds, summary, versions
FROM run
ORDER BY started_at DESC
