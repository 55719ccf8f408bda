-- one row when the decision was made, with the time at which it was taken back (null: it stands)
SELECT decision.*, undone.recorded_at AS undone_at
FROM decision
LEFT JOIN decision AS undone ON undone.undoes = decision.decision_id
WHERE decision.decision_id = $decision_id
