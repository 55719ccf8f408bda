-- one row per claim that a decision moved: from where, to where, and where it is now (null: nowhere)
WITH moved AS MATERIALIZED (
    SELECT claim_id, any_value(cluster_id) AS to_id, min(valid_from) AS moved_at
    FROM membership
    WHERE decision_id = $decision_id
    GROUP BY claim_id
),
stays AS MATERIALIZED (
    SELECT claim_id, cluster_id, valid_to FROM membership WHERE claim_id IN (SELECT claim_id FROM moved)
)
SELECT moved.claim_id, before.cluster_id AS from_id, moved.to_id, now.cluster_id AS now_id
FROM moved
JOIN stays AS before ON before.claim_id = moved.claim_id AND before.valid_to = moved.moved_at
LEFT JOIN stays AS now ON now.claim_id = moved.claim_id AND now.valid_to IS NULL
ORDER BY moved.claim_id
