-- end the stay of the claims in `rows` in the clusters they are in
UPDATE membership SET valid_to = $now, closed_by_run = $run_id
FROM rows
WHERE membership.claim_id = rows.claim_id AND membership.valid_to IS NULL
