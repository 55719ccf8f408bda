-- one row per cluster that holds a claim with a text of `rows` now, and how like the likest of them is
SELECT membership.cluster_id, max(rows."like") AS "like"
FROM claim
JOIN rows USING (text_hash)
JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
GROUP BY membership.cluster_id
