-- one row per fact-check suggested for one cluster now
SELECT factcheck_id, factcheck.title, factcheck.claim, rating, publisher, url, probability
FROM factcheck_match
JOIN factcheck USING (factcheck_id)
WHERE cluster_id = $cluster_id AND valid_to IS NULL
ORDER BY probability DESC
