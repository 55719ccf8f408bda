-- one row: the newest decision of one reviewer that stands and could be taken back; none: there is no such
SELECT decision_id, action, cluster_id, recorded_at
FROM decision
WHERE reviewer = $reviewer
    AND action <> 'undo'
    AND decision_id NOT IN (SELECT undoes FROM decision WHERE undoes IS NOT NULL)
ORDER BY recorded_at DESC, decision_id
LIMIT 1
