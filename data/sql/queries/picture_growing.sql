-- one row per cluster that $least documents or more carried in the seven days before $until, and more than in the seven before
-- those; those that grew most first, at most $most
WITH grown AS (
    SELECT
        cluster_id,
        count(*) FILTER (seen_at >= $until - INTERVAL 7 DAY) AS documents_week,
        count(*) FILTER (seen_at < $until - INTERVAL 7 DAY) AS documents_before
    FROM carriers
    WHERE seen_at < $until AND seen_at >= $until - INTERVAL 14 DAY
    GROUP BY cluster_id
    HAVING documents_week >= $least AND documents_week > documents_before
    ORDER BY documents_week - documents_before DESC, documents_week DESC, cluster_id
    LIMIT $most
)
SELECT
    grown.cluster_id,
    clusters.claim,
    grown.documents_week,
    grown.documents_before,
    clusters.languages,
    coalesce(clusters.reviewed_kind, clusters.kind) AS kind,
    clusters.verdict
FROM grown
JOIN clusters USING (cluster_id)
ORDER BY grown.documents_week - grown.documents_before DESC, grown.documents_week DESC, grown.cluster_id
