-- for the bench: one finished run per day of the $days before $now
INSERT INTO run BY NAME
SELECT
    format('run{:04d}', n) AS run_id,
    'daily' AS flow,
    CAST($now AS TIMESTAMPTZ) - to_days(CAST(n AS INTEGER)) AS started_at,
    started_at + INTERVAL 20 MINUTE AS ended_at,
    'finished' AS status,
    '{}' AS versions,
    '{"ingest": {"read": 1400, "new": 1370}}' AS summary
FROM range(CAST($days AS BIGINT)) AS made(n)
