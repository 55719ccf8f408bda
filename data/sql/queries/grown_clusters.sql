-- one row per open cluster from before $since that documents came to since, those with most new ones first, at most $most;
-- is_alarm: it grew faster than its past, by an alert of the day before $since or later
WITH grown AS (
    SELECT
        carriers.cluster_id,
        count(*) AS documents,
        count(*) FILTER (carriers.recorded_at >= $since) AS documents_new
    FROM carriers
    JOIN cluster ON cluster.cluster_id = carriers.cluster_id AND cluster.minted_at < $since
    GROUP BY carriers.cluster_id
    HAVING documents_new > 0
),
alarms AS (
    SELECT DISTINCT cluster_id
    FROM alert
    WHERE kind = 'growing' AND recorded_at >= $since - INTERVAL 1 DAY
),
shown AS (
    SELECT grown.*, alarms.cluster_id IS NOT NULL AS is_alarm, count(*) OVER () AS clusters
    FROM grown
    LEFT JOIN alarms USING (cluster_id)
    ORDER BY is_alarm DESC, documents_new DESC, cluster_id
    LIMIT $most
)
SELECT
    shown.cluster_id,
    shown.documents,
    shown.documents_new,
    shown.is_alarm,
    shown.clusters,
    arg_max(claim.text, (claim.deleted_at IS NULL, claim.score, claim.claim_id)) AS claim
FROM shown
JOIN membership ON membership.cluster_id = shown.cluster_id AND membership.valid_to IS NULL
JOIN claim USING (claim_id)
GROUP BY shown.cluster_id, shown.documents, shown.documents_new, shown.is_alarm, shown.clusters
ORDER BY shown.is_alarm DESC, shown.documents_new DESC, shown.cluster_id
