-- one row per label of one cluster, as the report view shows it, the oldest first
SELECT * FROM cluster_labels WHERE cluster_id = $cluster_id ORDER BY reviewed_at, reviewed_cluster_id, reviewer
