-- one row per alert raised since $since and channel of `rows` over which it was not delivered, with the attempts made so far
SELECT
    alert.alert_id,
    waiting.channel,
    alert.cluster_id,
    alert.kind,
    alert.documents,
    alert.expected,
    alert.verdict,
    alert.silent_days,
    alert.recorded_at,
    alerts.claim,
    coalesce(max(alert_delivery.attempt), 0) AS attempts
FROM alert
CROSS JOIN rows AS waiting
JOIN alerts USING (alert_id)
LEFT JOIN alert_delivery ON alert_delivery.alert_id = alert.alert_id AND alert_delivery.channel = waiting.channel
WHERE alert.recorded_at >= $since
GROUP BY ALL
HAVING count(*) FILTER (alert_delivery.outcome = 'delivered') = 0
ORDER BY waiting.channel, alert.recorded_at, alert.alert_id
