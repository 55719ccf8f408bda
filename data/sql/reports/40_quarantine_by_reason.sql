-- one row per source and reason
-- source: where it was read
-- reason: why it was not kept, as a code
-- items: how many
-- first_recorded_at: when the first of them was met
-- example: what was wrong with one of them
SELECT source, reason, count(*) AS items, min(recorded_at) AS first_recorded_at, any_value(detail) AS example
FROM quarantine
GROUP BY source, reason
ORDER BY items DESC, source, reason
