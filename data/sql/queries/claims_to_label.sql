-- one row per clustered claim without a suggestion by this labeller
SELECT claim.claim_id, claim.text, claim.folded, claim.text_hash, claim.language
FROM claim
ANTI JOIN (SELECT claim_id FROM kind_suggestion WHERE labeller = $labeller) AS labelled USING (claim_id)
WHERE claim.deleted_at IS NULL
ORDER BY claim.claim_id
