-- one row per pair of twin clusters that a reviewer labelled both, as they are now, and what tells them apart
WITH labelled AS (
    SELECT cluster_id
    FROM cluster_labels
    WHERE (kind IS NOT NULL OR verdict IS NOT NULL) AND NOT overruled
    GROUP BY cluster_id
    HAVING NOT bool_or(to_be_confirmed)
)
SELECT cluster_a AS claim, cluster_b AS twin_of, difference
FROM near_cluster
SEMI JOIN labelled AS labelled_a ON labelled_a.cluster_id = near_cluster.cluster_a
SEMI JOIN labelled AS labelled_b ON labelled_b.cluster_id = near_cluster.cluster_b
WHERE valid_to IS NULL AND difference IS NOT NULL
ORDER BY ALL
