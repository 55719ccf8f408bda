-- one row per cluster that was minted since $since and is open, those with most documents first, at most $most
WITH fresh AS (
    SELECT cluster.cluster_id, count(*) AS documents
    FROM cluster
    JOIN carriers USING (cluster_id)
    WHERE cluster.minted_at >= $since
    GROUP BY cluster.cluster_id
),
shown AS (
    SELECT *, count(*) OVER () AS clusters FROM fresh ORDER BY documents DESC, cluster_id LIMIT $most
)
SELECT
    shown.cluster_id,
    shown.documents,
    shown.clusters,
    arg_max(claim.text, (claim.deleted_at IS NULL, claim.score, claim.claim_id)) AS claim
FROM shown
JOIN membership ON membership.cluster_id = shown.cluster_id AND membership.valid_to IS NULL
JOIN claim USING (claim_id)
GROUP BY shown.cluster_id, shown.documents, shown.clusters
ORDER BY shown.documents DESC, shown.cluster_id
