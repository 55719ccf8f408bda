-- one row per standing match of the clusters in `rows`; accepted: a reviewer said that it answers the cluster
SELECT factcheck_match.cluster_id, factcheck_match.factcheck_id, probability, matcher, coalesce(judged.accepted, false) AS accepted
FROM factcheck_match
SEMI JOIN rows USING (cluster_id)
LEFT JOIN factcheck_judgements AS judged USING (cluster_id, factcheck_id)
WHERE factcheck_match.valid_to IS NULL
