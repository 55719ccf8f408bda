-- one row per cluster and two reviewers who judged it: what each said first, blind to the other
-- cluster_id: the cluster, by the id under which both judged it
-- reviewer_a: the reviewer whose name comes first in order
-- reviewer_b: the other
-- kind_a: the kind that the one gave first (codebook)
-- kind_b: the kind that the other gave first
-- verdict_a: the verdict that the one gave first (codebook)
-- verdict_b: the verdict that the other gave first
-- judged_a_at: when the one gave them
-- judged_b_at: when the other did
WITH undone AS (
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
numbered AS (
    SELECT
        review.*,
        row_number() OVER (PARTITION BY cluster_id, reviewer ORDER BY recorded_at, review_id) AS place
    FROM review
    ANTI JOIN undone USING (decision_id)
    WHERE review.kind IS NOT NULL OR review.verdict IS NOT NULL
),
firsts AS (
    SELECT * FROM numbered WHERE place = 1 AND adjudicates IS NOT TRUE
)
SELECT
    one.cluster_id,
    one.reviewer AS reviewer_a,
    other.reviewer AS reviewer_b,
    one.kind AS kind_a,
    other.kind AS kind_b,
    one.verdict AS verdict_a,
    other.verdict AS verdict_b,
    one.valid_from AS judged_a_at,
    other.valid_from AS judged_b_at
FROM firsts AS one
JOIN firsts AS other ON other.cluster_id = one.cluster_id AND other.reviewer > one.reviewer
ORDER BY one.cluster_id, one.reviewer, other.reviewer
