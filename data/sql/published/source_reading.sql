-- one row per declared source and run that read it
SELECT
    run_id, source, kind, started_at, ended_at, status, attempts, items, new, rejected, reason, fault, recorded_at
FROM store.source_reading
