-- one row per event in the lives of the clusters in `rows`, also where they are the other side, with the pair that caused it
SELECT
    event.recorded_at,
    event.event,
    event.cluster_id,
    event.other_cluster_id,
    event.claims,
    event.reason,
    event.probability,
    event.claim_a,
    event.claim_b,
    claim_a.text AS text_a,
    claim_b.text AS text_b,
    event.run_id,
    event.decision_id,
    event.decision_id IN (SELECT undoes FROM decision WHERE undoes IS NOT NULL) IS TRUE AS undone
FROM cluster_event AS event
LEFT JOIN claim AS claim_a ON claim_a.claim_id = event.claim_a
LEFT JOIN claim AS claim_b ON claim_b.claim_id = event.claim_b
WHERE event.cluster_id IN (SELECT cluster_id FROM rows) OR event.other_cluster_id IN (SELECT cluster_id FROM rows)
ORDER BY event.recorded_at, event.event_id
