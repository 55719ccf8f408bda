-- one row per week and language: how many of the clusters first seen in it have a published check, and how long that took
-- week: its Monday (Asia/Kolkata)
-- language: the language that most of the cluster's claims are in (BCP 47)
-- clusters: clusters first seen in that week
-- checked: those with a matching fact-check
-- confirmed: those of which a reviewer said that one of the checks is about them
-- coverage: their share (0 to 1)
-- checked_before: those of which a check was published before anybody was seen to say it
-- median_lag_days: days from first seen to the first check published, as a median (negative: the check was there before)
-- longest_lag_days: the longest of them (days)
-- publishers: publishers whose checks match
WITH spoken AS (
    SELECT cluster_id, mode(language ORDER BY language) AS language FROM claims GROUP BY cluster_id
),
checks AS (
    SELECT factcheck_match.cluster_id, min(factcheck.published_at) AS published_at, list(DISTINCT publisher) AS publishers
    FROM factcheck_match
    JOIN factcheck USING (factcheck_id)
    WHERE factcheck_match.valid_to IS NULL
    GROUP BY factcheck_match.cluster_id
),
confirmed AS (
    SELECT DISTINCT cluster_id FROM factcheck_judgements WHERE accepted
),
lags AS (
    SELECT
        CAST(date_trunc('week', clusters.first_seen AT TIME ZONE 'Asia/Kolkata') AS DATE) AS week,
        spoken.language,
        checks.cluster_id IS NOT NULL AS is_checked,
        confirmed.cluster_id IS NOT NULL AS is_confirmed,
        epoch(checks.published_at - clusters.first_seen) / 86400 AS lag_days,
        checks.publishers
    FROM clusters
    JOIN spoken USING (cluster_id)
    LEFT JOIN checks ON checks.cluster_id = clusters.cluster_id
    LEFT JOIN confirmed ON confirmed.cluster_id = clusters.cluster_id
)
SELECT
    week,
    language,
    count(*) AS clusters,
    count(*) FILTER (is_checked) AS checked,
    count(*) FILTER (is_confirmed) AS confirmed,
    round(count(*) FILTER (is_checked) / count(*), 4) AS coverage,
    count(*) FILTER (lag_days < 0) AS checked_before,
    round(median(lag_days), 2) AS median_lag_days,
    round(max(lag_days), 2) AS longest_lag_days,
    list_sort(list_distinct(coalesce(flatten(list(publishers)), []))) AS publishers
FROM lags
GROUP BY week, language
ORDER BY week, language
