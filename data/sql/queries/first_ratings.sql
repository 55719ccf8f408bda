-- one row per cluster, reviewer and question (kind, verdict) of those that two reviewers or more judged: what the reviewer said
-- first, blind to the others
WITH said AS (
    SELECT cluster_id, reviewer_a AS reviewer, kind_a AS kind, verdict_a AS verdict FROM review_pairs
    UNION
    SELECT cluster_id, reviewer_b, kind_b, verdict_b FROM review_pairs
)
SELECT cluster_id, reviewer, 'kind' AS question, kind AS answer FROM said WHERE kind IS NOT NULL
UNION ALL
SELECT cluster_id, reviewer, 'verdict', verdict FROM said WHERE verdict IS NOT NULL
ORDER BY ALL
