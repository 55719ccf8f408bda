-- one row per claim id in `rows` that the store has
SELECT claim_id FROM claim SEMI JOIN rows USING (claim_id)
