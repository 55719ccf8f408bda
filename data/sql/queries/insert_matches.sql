-- suggest fact-checks for clusters, but for those that stand already, and those that a reviewer rejected also a moment ago
INSERT INTO factcheck_match BY NAME
SELECT rows.*
FROM rows
ANTI JOIN (SELECT * FROM factcheck_judgements WHERE NOT accepted) AS rejected USING (cluster_id, factcheck_id)
ANTI JOIN (SELECT * FROM factcheck_match WHERE valid_to IS NULL) AS standing USING (cluster_id, factcheck_id)
