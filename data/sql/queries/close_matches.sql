-- end the standing matches of the clusters in `rows`
UPDATE factcheck_match SET valid_to = $now, closed_by_run = $run_id
FROM rows
WHERE factcheck_match.cluster_id = rows.cluster_id AND factcheck_match.valid_to IS NULL
