-- end the matches with fact-checks that a decision began
UPDATE factcheck_match SET valid_to = $now, closed_by_run = 'review'
WHERE decision_id = $undoes AND valid_to IS NULL
