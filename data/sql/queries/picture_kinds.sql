-- one row per step (a $unit, week or month, by its first day in the zone $zone) and kind: claims said in it; the kind is what
-- reviewers gave the cluster, else what is suggested for the claim
SELECT
    CAST(date_trunc($unit, CAST(claims.seen_at AT TIME ZONE $zone AS DATE)) AS DATE) AS step,
    coalesce(labels.kind, claims.kind) AS kind,
    count(*) AS claims
FROM claims
LEFT JOIN (
    SELECT cluster_id, arg_max(cluster_labels.kind, (reviewed_at, reviewed_cluster_id, reviewer)) AS kind
    FROM cluster_labels
    WHERE NOT overruled
    GROUP BY cluster_id
) AS labels USING (cluster_id)
WHERE coalesce(labels.kind, claims.kind) IS NOT NULL
GROUP BY ALL
ORDER BY ALL
