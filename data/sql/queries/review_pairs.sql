-- one row per cluster and two reviewers' first judgements of it, as the report view shows it
SELECT * FROM review_pairs
