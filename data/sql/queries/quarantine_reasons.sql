-- one row per reason for which something was put in quarantine since $since
SELECT reason, count(*) AS items, count(DISTINCT source) AS sources, any_value(detail) AS example
FROM quarantine
WHERE recorded_at >= $since
GROUP BY reason
ORDER BY items DESC, reason
