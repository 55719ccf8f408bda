-- one row per declared source whose last reading since $since failed, with what was said of it
SELECT source, arg_max(fault, (started_at, run_id)) AS fault
FROM source_reading
WHERE started_at >= $since
GROUP BY source
HAVING arg_max(status, (started_at, run_id)) = 'failed'
ORDER BY source
