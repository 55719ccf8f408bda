-- one row per distinct text of each cluster in `rows`
SELECT DISTINCT membership.cluster_id, claim.text_hash, claim.text, claim.folded, claim.language
FROM membership
JOIN claim USING (claim_id)
SEMI JOIN rows ON rows.cluster_id = membership.cluster_id
WHERE membership.valid_to IS NULL
ORDER BY ALL
