-- one row per event in the life of one cluster, also where it is the other side
SELECT recorded_at, event, cluster_id, other_cluster_id, claims, reason, run_id
FROM cluster_event
WHERE cluster_id = $cluster_id OR other_cluster_id = $cluster_id
ORDER BY recorded_at, event_id
