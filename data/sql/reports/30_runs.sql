-- one row per run
-- run_id: the run
-- flow: what was run: daily, report, backfill
-- status: running, finished, failed or interrupted
-- started_at: when it began
-- ended_at: when it ended
-- seconds: how long it took (seconds)
-- summary: what each step came to (JSON)
-- versions: the versions of what decided in it (JSON)
SELECT run_id, flow, status, started_at, ended_at, epoch(ended_at - started_at) AS seconds, summary, versions
FROM run
ORDER BY started_at DESC
