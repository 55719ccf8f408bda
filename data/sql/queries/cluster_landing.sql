-- one row per cluster id in `rows` that was ever minted: the ids it led to, its own first, and whether the last holds claims
WITH RECURSIVE onward AS MATERIALIZED (
    SELECT cluster_id, arg_max(other_cluster_id, recorded_at) AS onward_id
    FROM cluster_event
    WHERE event = 'merged'
    GROUP BY cluster_id
),
ways AS (
    SELECT rows.cluster_id AS asked_id, rows.cluster_id, [rows.cluster_id] AS path
    FROM rows
    JOIN cluster USING (cluster_id)
    UNION ALL
    SELECT ways.asked_id, onward.onward_id, list_append(ways.path, onward.onward_id)
    FROM ways
    JOIN onward ON onward.cluster_id = ways.cluster_id
    WHERE NOT list_contains(ways.path, onward.onward_id)
        AND ways.cluster_id NOT IN (SELECT cluster_id FROM membership WHERE valid_to IS NULL)
)
SELECT
    asked_id,
    arg_max(path, len(path)) AS path,
    arg_max(cluster_id, len(path)) IN (SELECT cluster_id FROM membership WHERE valid_to IS NULL) AS is_open
FROM ways
GROUP BY asked_id
