-- for the bench: what was not read of $days days, one item an hour
INSERT INTO quarantine BY NAME
SELECT
    'q' || n AS quarantine_id,
    format('source {:02d}', hash(n) % 60) AS source,
    format('row {}', n) AS position,
    (['empty', 'bad_date', 'not_utf8'])[1 + CAST(hash(n, 1) % 3 AS INTEGER)] AS reason,
    'it is empty' AS detail,
    '' AS excerpt,
    'run' AS run_id,
    CAST($now AS TIMESTAMPTZ) - to_hours(CAST(n AS INTEGER)) AS recorded_at
FROM range(24 * CAST($days AS BIGINT)) AS made(n)
