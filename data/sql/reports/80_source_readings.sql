-- one row per declared source and run that read it
SELECT
    started_at,
    source,
    kind,
    status,
    items,
    new,
    rejected,
    reason,
    fault,
    attempts,
    epoch(ended_at - started_at) AS seconds,
    run_id
FROM source_reading
ORDER BY started_at DESC, source
