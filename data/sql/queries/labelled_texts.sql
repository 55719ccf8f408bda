-- one row per distinct sentence of each cluster that a reviewer labelled as it is now, in the order in which they were seen:
-- its cluster, and the kind that reviewers gave it, where they do not differ
WITH labelled AS (
    SELECT
        cluster_id,
        arg_max(cluster_labels.kind, (reviewed_at, reviewed_cluster_id, reviewer)) AS kind
    FROM cluster_labels
    WHERE (cluster_labels.kind IS NOT NULL OR verdict IS NOT NULL) AND NOT overruled
    GROUP BY cluster_id
    HAVING NOT bool_or(to_be_confirmed)
)
SELECT
    arg_min(claims.text, (claims.seen_at, claims.claim_id)) AS text,
    claims.cluster_id AS cluster,
    arg_min(claims.language, (claims.seen_at, claims.claim_id)) AS lang,
    any_value(labelled.kind) FILTER (disagreements.kinds_differ IS NOT TRUE) AS kind
FROM claims
JOIN labelled USING (cluster_id)
LEFT JOIN disagreements USING (cluster_id)
JOIN claim USING (claim_id)
WHERE NOT claims.is_deleted
GROUP BY claims.cluster_id, claim.text_hash
ORDER BY min(claims.seen_at), min(claims.claim_id)
