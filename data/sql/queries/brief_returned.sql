-- one row per alert since $since that a claim found false is said again, the newest first, at most $most; alerts: how many there are
SELECT cluster_id, claim, verdict, silent_days, documents, count(*) OVER () AS alerts
FROM alerts
WHERE kind = 'returned' AND recorded_at >= $since
ORDER BY recorded_at DESC, alert_id
LIMIT $most
