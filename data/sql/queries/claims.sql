-- one row per clustered claim, as the report view shows it
SELECT * FROM claims
