-- one row per cluster on which reviewers differ, as the report view shows it
SELECT * FROM disagreements ORDER BY since, cluster_id
