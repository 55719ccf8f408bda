-- one row per reviewer and week: what the reviewer did
-- reviewer: the reviewer
-- week: its Monday (Asia/Kolkata)
-- decisions: everything the reviewer decided, what was taken back too
-- judgements: kinds, verdicts and notes
-- adjudications: judgements that settle a disagreement
-- merges: clusters put together
-- splits: claims taken out of a cluster
-- answers: answers to "the same claim?"
-- factchecks: words on whether a check answers a cluster
-- links: pairs of claims named the same or different by id
-- undone: decisions taken back since
-- clusters: different clusters decided on
-- active_days: days with a decision
WITH undone AS (
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
settled AS (
    SELECT DISTINCT decision_id FROM review WHERE adjudicates
),
work AS (
    SELECT
        reviewer,
        valid_from,
        action,
        cluster_id,
        decision_id IN (FROM undone) AS is_undone,
        decision_id IN (FROM settled) AS is_adjudication
    FROM decision
    WHERE action <> 'undo'
    UNION ALL
    -- those from before decisions were kept have a row of their own only
    SELECT reviewer, valid_from, 'judge', cluster_id, false, coalesce(adjudicates, false) FROM review WHERE decision_id IS NULL
    UNION ALL
    SELECT reviewer, valid_from, 'link', NULL, false, false FROM link WHERE decision_id IS NULL
)
SELECT
    reviewer,
    CAST(date_trunc('week', valid_from AT TIME ZONE 'Asia/Kolkata') AS DATE) AS week,
    count(*) AS decisions,
    count(*) FILTER (action = 'judge') AS judgements,
    count(*) FILTER (is_adjudication) AS adjudications,
    count(*) FILTER (action = 'merge') AS merges,
    count(*) FILTER (action = 'split') AS splits,
    count(*) FILTER (action = 'answer') AS answers,
    count(*) FILTER (action = 'factcheck') AS factchecks,
    count(*) FILTER (action = 'link') AS links,
    count(*) FILTER (is_undone) AS undone,
    count(DISTINCT cluster_id) AS clusters,
    count(DISTINCT CAST(valid_from AT TIME ZONE 'Asia/Kolkata' AS DATE)) AS active_days
FROM work
GROUP BY ALL
ORDER BY week DESC, reviewer
