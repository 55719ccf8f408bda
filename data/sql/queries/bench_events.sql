-- for the bench: the births, and the merges of those clusters that hold nothing any more
INSERT INTO cluster_event BY NAME
WITH ended AS (
    SELECT
        left_it.cluster_id, left_it.valid_to AS recorded_at, came.cluster_id AS other_cluster_id,
        row_number() OVER (PARTITION BY left_it.cluster_id ORDER BY left_it.valid_to DESC) AS last
    FROM membership AS left_it
    JOIN membership AS came ON came.claim_id = left_it.claim_id AND came.valid_from = left_it.valid_to
)
SELECT
    'born ' || cluster_id AS event_id, cluster_id, 'born' AS event, NULL AS other_cluster_id, 1 AS claims, 'new' AS reason,
    'run' AS run_id, minted_at AS recorded_at
FROM cluster
UNION ALL
SELECT 'merged ' || cluster_id, cluster_id, 'merged', other_cluster_id, 1, 'came near', 'run', recorded_at
FROM ended
WHERE last = 1
