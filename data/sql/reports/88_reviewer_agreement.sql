-- one row per pair of reviewers and question (kind, verdict): how far their first judgements of the same clusters agree
-- reviewer_a: the one
-- reviewer_b: the other
-- question: kind or verdict
-- clusters: clusters for which both answered it
-- same: those for which they say the same
-- agreement: their share (0 to 1)
-- by_chance: the share to be expected if each answered as often as now, but blindly (0 to 1)
-- kappa: agreement beyond chance (Cohen; 1: always, 0: as chance has it; null: chance alone explains all, or fewer than thirty clusters)
WITH said AS (
    SELECT cluster_id, reviewer_a, reviewer_b, 'kind' AS question, kind_a AS said_a, kind_b AS said_b FROM review_pairs
    UNION ALL
    SELECT cluster_id, reviewer_a, reviewer_b, 'verdict', verdict_a, verdict_b FROM review_pairs
),
both_said AS (
    SELECT * FROM said WHERE said_a IS NOT NULL AND said_b IS NOT NULL
),
pairs AS (
    SELECT reviewer_a, reviewer_b, question, count(*) AS clusters, count(*) FILTER (said_a = said_b) AS same
    FROM both_said
    GROUP BY reviewer_a, reviewer_b, question
),
answers AS (
    -- how often each of the two gave each answer
    SELECT reviewer_a, reviewer_b, question, answer, count(*) FILTER (is_a) AS times_a, count(*) FILTER (NOT is_a) AS times_b
    FROM (
        SELECT reviewer_a, reviewer_b, question, said_a AS answer, true AS is_a FROM both_said
        UNION ALL
        SELECT reviewer_a, reviewer_b, question, said_b, false FROM both_said
    )
    GROUP BY reviewer_a, reviewer_b, question, answer
),
chances AS (
    SELECT reviewer_a, reviewer_b, question, sum(times_a * times_b) AS meetings
    FROM answers
    GROUP BY reviewer_a, reviewer_b, question
)
SELECT
    pairs.reviewer_a,
    pairs.reviewer_b,
    pairs.question,
    pairs.clusters,
    pairs.same,
    round(pairs.same / pairs.clusters, 4) AS agreement,
    round(chances.meetings / (pairs.clusters * pairs.clusters), 4) AS by_chance,
    CASE
        WHEN pairs.clusters >= 30
            THEN round(
                (pairs.same * pairs.clusters - chances.meetings)
                / nullif(pairs.clusters * pairs.clusters - chances.meetings, 0),
                4
            )
    END AS kappa
FROM pairs
JOIN chances USING (reviewer_a, reviewer_b, question)
ORDER BY pairs.clusters DESC, pairs.reviewer_a, pairs.reviewer_b, pairs.question
