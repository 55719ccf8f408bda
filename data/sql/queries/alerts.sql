-- one row per alert, as the report view shows it, the newest first
SELECT * FROM alerts LIMIT $most
