-- one row per fact-check suggested for one cluster now, those that a reviewer accepted first
SELECT
    factcheck_match.factcheck_id,
    factcheck.title,
    factcheck.claim,
    rating,
    publisher,
    url,
    probability,
    coalesce(judged.accepted, false) AS accepted
FROM factcheck_match
JOIN factcheck USING (factcheck_id)
LEFT JOIN factcheck_judgements AS judged
    ON judged.cluster_id = factcheck_match.cluster_id AND judged.factcheck_id = factcheck_match.factcheck_id
WHERE factcheck_match.cluster_id = $cluster_id AND valid_to IS NULL
ORDER BY accepted DESC, probability DESC, factcheck_match.factcheck_id
