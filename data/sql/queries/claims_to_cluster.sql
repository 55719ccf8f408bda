-- one row per claim that is in no cluster yet, in the order in which the claims were made
SELECT claim.claim_id, claim.text_hash, claim.text, claim.folded, claim.language
FROM claim
JOIN document USING (document_id)
ANTI JOIN (SELECT claim_id FROM membership WHERE valid_to IS NULL) AS clustered USING (claim_id)
WHERE claim.deleted_at IS NULL
ORDER BY coalesce(document.posted_at, document.recorded_at), document.document_id, claim.span_start
