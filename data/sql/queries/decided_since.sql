-- one row per other reviewer who decided something about one cluster since $since that stands, with the last such decision
SELECT reviewer, arg_max(action, recorded_at) AS action, max(recorded_at) AS recorded_at
FROM decision
WHERE (cluster_id = $cluster_id OR other_cluster_id = $cluster_id)
    AND reviewer <> $reviewer
    AND action <> 'undo'
    AND recorded_at >= $since
    AND decision_id NOT IN (SELECT undoes FROM decision WHERE undoes IS NOT NULL)
GROUP BY reviewer
ORDER BY recorded_at, reviewer
