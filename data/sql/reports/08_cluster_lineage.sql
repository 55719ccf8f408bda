-- one row per cluster id ever minted: where it came from and where its claims are now
-- cluster_id: the id; once minted it means this cluster for ever
-- minted_at: when it was minted
-- split_from: the cluster that it was split off (null: it was born of new claims)
-- merged_into: the cluster that it went into, as far as it holds no claims of its own now
-- merged_at: when it went there
-- now_id: the cluster to look at now: itself while it holds claims, else the end of the chain of merges
-- merges: how many merges lie between the two
-- is_open: it holds claims now
-- claims: how many
WITH RECURSIVE held AS (
    SELECT cluster_id, count(*) AS claims
    FROM membership
    WHERE valid_to IS NULL
    GROUP BY cluster_id
),
merged AS (
    -- the last merge of each cluster that holds nothing any more
    SELECT
        cluster_event.cluster_id,
        arg_max(other_cluster_id, (recorded_at, event_id)) AS merged_into,
        max(recorded_at) AS merged_at
    FROM cluster_event
    ANTI JOIN held USING (cluster_id)
    WHERE event = 'merged'
    GROUP BY cluster_event.cluster_id
),
steps AS (
    SELECT cluster_id, merged_into AS now_id, merged_at, 1 AS merges
    FROM merged
    UNION
    SELECT steps.cluster_id, merged.merged_into, merged.merged_at, steps.merges + 1
    FROM steps
    -- a later merge: an id that came back and went again makes no circle
    JOIN merged ON merged.cluster_id = steps.now_id AND merged.merged_at >= steps.merged_at
    WHERE steps.merges < 100
),
ends AS (
    SELECT cluster_id, arg_max(now_id, merges) AS now_id, max(merges) AS merges
    FROM steps
    GROUP BY cluster_id
),
split AS (
    SELECT cluster_id, arg_min(other_cluster_id, (recorded_at, event_id)) AS split_from
    FROM cluster_event
    WHERE event = 'split'
    GROUP BY cluster_id
)
SELECT
    cluster.cluster_id,
    cluster.minted_at,
    split.split_from,
    merged.merged_into,
    merged.merged_at,
    coalesce(ends.now_id, cluster.cluster_id) AS now_id,
    coalesce(ends.merges, 0) AS merges,
    held.claims IS NOT NULL AS is_open,
    coalesce(held.claims, 0) AS claims
FROM cluster
LEFT JOIN held USING (cluster_id)
LEFT JOIN merged USING (cluster_id)
LEFT JOIN ends USING (cluster_id)
LEFT JOIN split USING (cluster_id)
ORDER BY cluster.minted_at, cluster.cluster_id
