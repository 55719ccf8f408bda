-- one row per run begun until `moment`, as it was then
CREATE MACRO run_as_of(moment) AS TABLE
SELECT
    run_id,
    flow,
    started_at,
    CASE WHEN ended_at <= CAST(moment AS TIMESTAMPTZ) THEN ended_at END AS ended_at,
    CASE WHEN ended_at <= CAST(moment AS TIMESTAMPTZ) THEN status ELSE 'running' END AS status,
    versions,
    CASE WHEN ended_at <= CAST(moment AS TIMESTAMPTZ) THEN summary END AS summary
FROM run
WHERE started_at <= CAST(moment AS TIMESTAMPTZ)
