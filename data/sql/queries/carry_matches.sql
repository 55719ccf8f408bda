-- suggest the fact-checks of one cluster for the one it was merged into
INSERT INTO factcheck_match BY NAME
SELECT $kept AS cluster_id, factcheck_id, probability, matcher, 'review' AS run_id, $now AS valid_from, $now AS recorded_at, $decision_id AS decision_id
FROM factcheck_match
WHERE cluster_id = $lost
    AND valid_to IS NULL
    AND factcheck_id NOT IN (SELECT factcheck_id FROM factcheck_match WHERE cluster_id = $kept AND valid_to IS NULL)
