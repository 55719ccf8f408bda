-- one row per cluster that holds claims now
WITH kind_weights AS (
    SELECT cluster_id, kind, sum(kind_probability) AS weight
    FROM claims
    WHERE kind IS NOT NULL
    GROUP BY cluster_id, kind
),
kinds AS (
    SELECT cluster_id, arg_max(kind, weight) AS kind, max(weight) AS weight
    FROM kind_weights
    GROUP BY cluster_id
),
factchecks AS (
    SELECT
        cluster_id,
        arg_max(factcheck_id, probability) AS factcheck_id,
        max(probability) AS factcheck_probability
    FROM factcheck_match
    WHERE valid_to IS NULL
    GROUP BY cluster_id
),
labels AS (
    SELECT
        cluster_id,
        arg_max(verdict, (reviewed_at, reviewed_cluster_id, reviewer)) AS verdict,
        arg_max(cluster_labels.kind, (reviewed_at, reviewed_cluster_id, reviewer)) AS reviewed_kind,
        bool_or(to_be_confirmed) AS to_be_confirmed
    FROM cluster_labels
    GROUP BY cluster_id
),
near AS (
    SELECT cluster_id, count(difference) AS twins, count(*) FILTER (suggested) AS suggestions
    FROM (
        SELECT cluster_a AS cluster_id, difference, suggested FROM near_cluster WHERE valid_to IS NULL
        UNION ALL
        SELECT cluster_b, difference, suggested FROM near_cluster WHERE valid_to IS NULL
    )
    GROUP BY cluster_id
)
SELECT
    claims.cluster_id,
    count(*) AS claims,
    count(DISTINCT claims.document_id) AS documents,
    list_sort(list(DISTINCT claims.language)) AS languages,
    min(claims.seen_at) AS first_seen,
    max(claims.seen_at) AS last_seen,
    arg_max(claims.text, (NOT claims.is_deleted, claims.score, claims.claim_id)) AS claim,
    any_value(kinds.kind) AS kind,
    any_value(kinds.weight) / count(*) AS kind_probability,
    any_value(factchecks.factcheck_id) AS factcheck_id,
    any_value(factcheck.title) AS factcheck,
    any_value(factcheck.rating) AS factcheck_rating,
    any_value(factchecks.factcheck_probability) AS factcheck_probability,
    any_value(labels.verdict) AS verdict,
    any_value(labels.reviewed_kind) AS reviewed_kind,
    coalesce(any_value(labels.to_be_confirmed), false) AS to_be_confirmed,
    coalesce(any_value(near.twins), 0) AS twins,
    coalesce(any_value(near.suggestions), 0) AS suggestions,
    count(DISTINCT claims.document_id) FILTER (claims.is_copy) AS copies
FROM claims
LEFT JOIN kinds USING (cluster_id)
LEFT JOIN factchecks USING (cluster_id)
LEFT JOIN factcheck ON factcheck.factcheck_id = factchecks.factcheck_id
LEFT JOIN labels USING (cluster_id)
LEFT JOIN near USING (cluster_id)
GROUP BY claims.cluster_id
ORDER BY documents DESC, first_seen, claims.cluster_id
