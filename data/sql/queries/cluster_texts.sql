-- one row per distinct text of each cluster in `rows`, as it is embedded; copies are worded as the oldest of them
SELECT
    membership.cluster_id,
    claim.text_hash,
    arg_min(claim.text, (membership.valid_from, claim.claim_id)) AS text,
    any_value(claim.folded) AS folded,
    arg_min(claim.language, (membership.valid_from, claim.claim_id)) AS language
FROM membership
JOIN claim USING (claim_id)
SEMI JOIN rows ON rows.cluster_id = membership.cluster_id
WHERE membership.valid_to IS NULL AND claim.deleted_at IS NULL
GROUP BY membership.cluster_id, claim.text_hash
ORDER BY ALL
