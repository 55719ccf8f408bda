-- one row per decision about the clusters of one decision, and per link of their claims, that came after it and stands
WITH made AS (
    SELECT * FROM decision WHERE decision_id = $decision_id
),
ids AS (
    SELECT cluster_id FROM made
    UNION
    SELECT other_cluster_id FROM made WHERE other_cluster_id IS NOT NULL
),
claims AS (
    SELECT claim_id FROM membership SEMI JOIN ids USING (cluster_id) WHERE valid_to IS NULL
)
SELECT later.reviewer, later.action, later.cluster_id, later.recorded_at, later.content
FROM decision AS later
JOIN made ON later.recorded_at > made.recorded_at
WHERE later.action <> 'undo'
    AND later.decision_id NOT IN (SELECT undoes FROM decision WHERE undoes IS NOT NULL)
    AND (later.cluster_id IN (FROM ids) OR later.other_cluster_id IN (FROM ids))
UNION ALL
SELECT link.reviewer, 'link', made.cluster_id, link.recorded_at, NULL
FROM link
JOIN made ON link.recorded_at > made.recorded_at
WHERE link.decision_id IS NULL
    AND link.valid_to IS NULL
    AND (link.claim_a IN (FROM claims) OR link.claim_b IN (FROM claims))
ORDER BY recorded_at
