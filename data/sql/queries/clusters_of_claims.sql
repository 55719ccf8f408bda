-- one row per cluster that holds a claim of `rows` now
SELECT DISTINCT membership.cluster_id
FROM membership
SEMI JOIN rows USING (claim_id)
WHERE membership.valid_to IS NULL
