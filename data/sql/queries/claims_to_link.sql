-- one row per claim id in `rows` that the store has, with its text's hash and how many links were ever made
SELECT claim_id, text_hash, (SELECT count(*) FROM link) AS links_made
FROM claim
SEMI JOIN rows USING (claim_id)
