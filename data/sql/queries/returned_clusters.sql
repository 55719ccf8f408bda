-- one row per cluster that is labelled false or misleading, as it is now, and whose claim came back in the last $fresh_days
-- days, after the label and after $silent_days days or more in which nobody said it; each return is found once
WITH labels AS (
    SELECT
        cluster_id,
        arg_max(verdict, (reviewed_at, reviewed_cluster_id, reviewer)) AS verdict,
        max(reviewed_at) FILTER (verdict IS NOT NULL) AS reviewed_at,
        bool_or(to_be_confirmed) AS to_be_confirmed
    FROM cluster_labels
    GROUP BY cluster_id
),
seen AS (
    SELECT
        carriers.*,
        labels.verdict,
        labels.reviewed_at,
        lag(carriers.seen_at) OVER (
            PARTITION BY carriers.cluster_id ORDER BY carriers.seen_at, carriers.document_id
        ) AS seen_before
    FROM carriers
    JOIN labels USING (cluster_id)
    WHERE labels.verdict IN ('false', 'misleading') AND NOT labels.to_be_confirmed AND carriers.seen_at <= $now
),
returned AS (
    SELECT
        cluster_id,
        any_value(verdict) AS verdict,
        max(seen_at) AS returned_at,
        arg_max(seen_before, seen_at) AS silent_since
    FROM seen
    WHERE seen_at - seen_before >= $silent_days * INTERVAL 1 DAY AND recorded_at > reviewed_at
    GROUP BY cluster_id
)
SELECT
    returned.cluster_id,
    returned.verdict,
    returned.returned_at,
    CAST(floor(epoch(returned.returned_at - returned.silent_since) / 86400) AS INTEGER) AS silent_days,
    count(*) AS documents
FROM returned
JOIN seen ON seen.cluster_id = returned.cluster_id AND seen.seen_at >= returned.returned_at
LEFT JOIN alert
    ON alert.cluster_id = returned.cluster_id
    AND alert.kind = 'returned'
    AND alert.recorded_at > $now - $silent_days * INTERVAL 1 DAY
WHERE returned.returned_at >= $now - $fresh_days * INTERVAL 1 DAY AND alert.alert_id IS NULL
GROUP BY ALL
ORDER BY returned.cluster_id
