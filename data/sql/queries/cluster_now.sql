-- one row when the id was ever minted: is it open, and where did its claims go when it was merged
SELECT
    cluster.cluster_id,
    cluster.minted_at,
    EXISTS (
        SELECT 1 FROM membership WHERE membership.cluster_id = cluster.cluster_id AND valid_to IS NULL
    ) AS is_open,
    (
        SELECT arg_max(other_cluster_id, recorded_at)
        FROM cluster_event
        WHERE cluster_event.cluster_id = cluster.cluster_id AND event = 'merged'
    ) AS merged_into
FROM cluster
WHERE cluster.cluster_id = $cluster_id
