-- end the standing match of one cluster with one fact-check
UPDATE factcheck_match SET valid_to = $now, closed_by_run = 'review'
WHERE cluster_id = $cluster_id AND factcheck_id = $factcheck_id AND valid_to IS NULL
