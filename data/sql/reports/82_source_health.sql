-- one row per declared source that was ever read: how it is doing
-- source: the declared source
-- kind: what kind of source it is (feed, page, files, ...)
-- last_status: how the last reading went: read, part or failed
-- last_read_at: when the last reading began
-- last_success_at: when the last one began that did not fail
-- failures_in_a_row: how many failed since then
-- last_fault: what was wrong with the last that failed
-- readings_30_days: readings in the 30 days before the last run
-- failed_30_days: those that failed
-- items_30_days: what came in them (articles, posts, fact-checks)
-- new_30_days: what of it was new
-- rejected_30_days: what of it went to quarantine
-- last_new_at: when the last reading began that brought something new
-- median_seconds: how long a reading of these 30 days took (seconds, median)
WITH clock AS (
    SELECT max(started_at) - INTERVAL 30 DAY AS month_from FROM run
),
readings AS (
    SELECT
        source_reading.*,
        list_sum(map_values(CAST(rejected AS MAP(VARCHAR, BIGINT)))) AS rejected_items,
        started_at >= month_from AS is_recent,
        max(started_at) FILTER (status <> 'failed') OVER (PARTITION BY source) AS last_success_at
    FROM source_reading
    CROSS JOIN clock
)
SELECT
    source,
    arg_max(kind, started_at) AS kind,
    arg_max(status, started_at) AS last_status,
    max(started_at) AS last_read_at,
    any_value(last_success_at) AS last_success_at,
    count(*) FILTER (last_success_at IS NULL OR started_at > last_success_at) AS failures_in_a_row,
    arg_max(fault, started_at) FILTER (status = 'failed') AS last_fault,
    count(*) FILTER (is_recent) AS readings_30_days,
    count(*) FILTER (is_recent AND status = 'failed') AS failed_30_days,
    coalesce(sum(items) FILTER (is_recent), 0) AS items_30_days,
    coalesce(sum(new) FILTER (is_recent), 0) AS new_30_days,
    coalesce(sum(rejected_items) FILTER (is_recent), 0) AS rejected_30_days,
    max(started_at) FILTER (new > 0) AS last_new_at,
    round(median(epoch(ended_at - started_at)) FILTER (is_recent), 2) AS median_seconds
FROM readings
GROUP BY source
ORDER BY failures_in_a_row DESC, source
