-- one row per claim that is in a cluster now
SELECT claim_id, claim.text_hash, claim.text, claim.folded, claim.language, membership.cluster_id, membership.valid_from
FROM membership
JOIN claim USING (claim_id)
WHERE membership.valid_to IS NULL
ORDER BY membership.valid_from, claim_id
