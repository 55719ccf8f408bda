-- end the standing rows of the pairs of clusters in `rows`
UPDATE near_cluster SET valid_to = $now, closed_by_run = $run_id
FROM rows
WHERE near_cluster.cluster_a = rows.cluster_a
    AND near_cluster.cluster_b = rows.cluster_b
    AND near_cluster.valid_to IS NULL
