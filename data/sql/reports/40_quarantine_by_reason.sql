-- one row per source and reason
SELECT source, reason, count(*) AS items, min(recorded_at) AS first_recorded_at, any_value(detail) AS example
FROM quarantine
GROUP BY source, reason
ORDER BY items DESC, source, reason
