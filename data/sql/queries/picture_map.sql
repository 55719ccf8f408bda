-- one row per cluster, those with most documents first, at most $most: its claim, kind and label, and at most $members different
-- sentences of it
WITH shown AS (
    SELECT cluster_id, claim, documents, coalesce(reviewed_kind, kind) AS kind, verdict
    FROM clusters
    ORDER BY documents DESC, cluster_id
    LIMIT $most
),
texts AS (
    SELECT claims.cluster_id, claims.text, max(claims.score) AS score
    FROM claims
    SEMI JOIN shown USING (cluster_id)
    WHERE NOT claims.is_deleted
    GROUP BY claims.cluster_id, claims.text
    QUALIFY row_number() OVER (PARTITION BY claims.cluster_id ORDER BY max(claims.score) DESC, claims.text) <= $members
)
SELECT
    shown.cluster_id,
    shown.claim,
    shown.documents,
    shown.kind,
    shown.verdict,
    coalesce(list(texts.text ORDER BY texts.score DESC, texts.text) FILTER (texts.text IS NOT NULL), []) AS members
FROM shown
LEFT JOIN texts USING (cluster_id)
GROUP BY ALL
ORDER BY shown.documents DESC, shown.cluster_id
