-- one row per other reviewer who decided something since $since that stands, about one cluster or one merged into it, with the last
-- such decision
WITH RECURSIVE undone AS (
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
later AS MATERIALIZED (
    SELECT *
    FROM decision
    ANTI JOIN undone USING (decision_id)
    WHERE recorded_at >= $since AND reviewer <> $reviewer AND action <> 'undo'
),
mergers AS MATERIALIZED (
    SELECT cluster_event.* FROM cluster_event ANTI JOIN undone USING (decision_id) WHERE event = 'merged'
),
ids AS (
    SELECT $cluster_id AS cluster_id
    UNION
    SELECT mergers.cluster_id FROM ids JOIN mergers ON mergers.other_cluster_id = ids.cluster_id
)
SELECT reviewer, arg_max(action, recorded_at) AS action, max(recorded_at) AS recorded_at
FROM later
WHERE cluster_id IN (FROM ids) OR other_cluster_id IN (FROM ids)
GROUP BY reviewer
ORDER BY recorded_at, reviewer
