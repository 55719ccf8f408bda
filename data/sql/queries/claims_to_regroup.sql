-- one row per claim that is now in one of the clusters in `rows`
SELECT membership.cluster_id, claim.claim_id, claim.text_hash, claim.score, claim.deleted_at IS NOT NULL AS is_deleted, cluster.minted_at
FROM membership
JOIN rows USING (cluster_id)
JOIN claim USING (claim_id)
LEFT JOIN cluster ON cluster.cluster_id = membership.cluster_id
WHERE membership.valid_to IS NULL
ORDER BY membership.cluster_id, claim.claim_id
