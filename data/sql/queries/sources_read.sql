-- one row per source that was ever read: its last reading, the last that left nothing out, and the last fault
SELECT
    source,
    max(started_at) AS read_at,
    max(started_at) FILTER (status = 'read') AS good_at,
    arg_max(items, started_at) AS items,
    arg_max(new, started_at) AS new,
    arg_max(status, started_at) AS status,
    max(started_at) FILTER (fault IS NOT NULL) AS fault_at,
    arg_max(fault, started_at) AS fault
FROM source_reading
GROUP BY source
