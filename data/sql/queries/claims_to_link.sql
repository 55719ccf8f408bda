-- one row per claim id in `rows` that the store has, with its text's hash and how many groupings were made (null: none)
SELECT claim_id, text_hash, (SELECT value FROM setting WHERE name = 'groupings') AS groupings
FROM claim
SEMI JOIN rows USING (claim_id)
