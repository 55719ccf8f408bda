-- one row when the cluster holds claims now
SELECT cluster_id FROM membership WHERE cluster_id = $cluster_id AND valid_to IS NULL LIMIT 1
