-- one row for one claim: its text as it stands and as it is embedded, how probably it is one, and the cluster that holds it now
SELECT
    claim.claim_id,
    claim.text,
    claim.folded,
    claim.language,
    claim.score,
    claim.deleted_at IS NOT NULL AS is_deleted,
    membership.cluster_id
FROM claim
LEFT JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
WHERE claim.claim_id = $claim_id
