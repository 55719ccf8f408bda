-- for the bench: sixty declared sources, read every day of $days
INSERT INTO source_reading BY NAME
SELECT
    format('run{:04d}', n) AS run_id, format('source {:02d}', s) AS source, 'feed' AS kind,
    $now - to_days(CAST(n AS INTEGER)) AS started_at, started_at + INTERVAL 20 SECOND AS ended_at,
    CASE WHEN hash(n, s) % 20 = 0 THEN 'failed' ELSE 'read' END AS status, 1 AS attempts, 40 AS items, 22 AS new,
    '{"empty": 2}' AS rejected, CASE WHEN hash(n, s) % 20 = 0 THEN 'unreachable' END AS reason,
    CASE WHEN hash(n, s) % 20 = 0 THEN 'it did not answer' END AS fault, ended_at AS recorded_at
FROM range(CAST($days AS BIGINT)) AS days(n), range(60) AS sources(s)
