-- one row per decision of one reviewer, the newest first, at most $most; undone_at: when it was taken back (null: it stands)
SELECT
    decision.decision_id,
    decision.action,
    decision.cluster_id,
    decision.other_cluster_id,
    decision.content,
    decision.undoes,
    decision.recorded_at,
    undone.recorded_at AS undone_at
FROM decision
LEFT JOIN decision AS undone ON undone.undoes = decision.decision_id
WHERE decision.reviewer = $reviewer
ORDER BY decision.recorded_at DESC, decision.decision_id
LIMIT $most
