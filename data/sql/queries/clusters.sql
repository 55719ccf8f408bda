-- one row per open cluster, as the report view shows it
SELECT * FROM clusters LIMIT $most
