-- end the standing links between the same two claims as those in `rows`, whichever is named first
UPDATE link SET valid_to = $now
FROM rows
WHERE link.valid_to IS NULL
    AND least(link.claim_a, link.claim_b) = least(rows.claim_a, rows.claim_b)
    AND greatest(link.claim_a, link.claim_b) = greatest(rows.claim_a, rows.claim_b)
