-- one row per input that could not be read, newest first
SELECT recorded_at, source, position, reason, detail, excerpt, run_id
FROM quarantine
ORDER BY recorded_at DESC, source, position
