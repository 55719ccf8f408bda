-- one row per standing membership in a cluster that holds a claim which the store no longer has: is it that claim's?
WITH standing AS (
    SELECT membership.claim_id, membership.cluster_id, claim.claim_id IS NULL AS is_gone
    FROM membership
    LEFT JOIN claim USING (claim_id)
    WHERE membership.valid_to IS NULL
)
SELECT claim_id, cluster_id, is_gone
FROM standing
SEMI JOIN (SELECT cluster_id FROM standing WHERE is_gone) AS poorer USING (cluster_id)
ORDER BY cluster_id, claim_id
