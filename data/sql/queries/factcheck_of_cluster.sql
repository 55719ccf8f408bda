-- one row when the store has the fact-check: the probability of its match with one cluster (null: it is not suggested now)
SELECT factcheck.factcheck_id, factcheck_match.probability, factcheck_match.matcher
FROM factcheck
LEFT JOIN factcheck_match
    ON factcheck_match.factcheck_id = factcheck.factcheck_id
    AND factcheck_match.cluster_id = $cluster_id
    AND factcheck_match.valid_to IS NULL
WHERE factcheck.factcheck_id = $factcheck_id
