-- one row per cluster and fact-check of which a reviewer said that it answers the cluster, or that it does not: the last word
-- cluster_id: where the cluster is now
-- factcheck_id: the fact-check
-- accepted: whether it answers the cluster
-- reviewer: who had the last word
-- judged_at: when it was said
WITH RECURSIVE undone AS (
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
words AS (
    SELECT factcheck_judgement.* FROM factcheck_judgement ANTI JOIN undone USING (decision_id)
),
mergers AS (
    SELECT cluster_event.* FROM cluster_event ANTI JOIN undone USING (decision_id) WHERE event = 'merged'
),
lives AS (
    -- each judged cluster under every id it has had: its own, then those it was merged into
    SELECT DISTINCT cluster_id AS judged_cluster_id, cluster_id, CAST('-infinity' AS TIMESTAMPTZ) AS since
    FROM words
    UNION
    SELECT lives.judged_cluster_id, mergers.other_cluster_id, mergers.recorded_at
    FROM lives
    JOIN mergers ON mergers.cluster_id = lives.cluster_id
),
now AS (
    SELECT judged_cluster_id, arg_max(cluster_id, since) AS cluster_id FROM lives GROUP BY judged_cluster_id
)
SELECT
    now.cluster_id,
    words.factcheck_id,
    arg_max(words.accepted, (words.recorded_at, words.decision_id)) AS accepted,
    arg_max(words.reviewer, (words.recorded_at, words.decision_id)) AS reviewer,
    max(words.recorded_at) AS judged_at
FROM words
JOIN now ON now.judged_cluster_id = words.cluster_id
GROUP BY now.cluster_id, words.factcheck_id
ORDER BY judged_at DESC, now.cluster_id, words.factcheck_id
