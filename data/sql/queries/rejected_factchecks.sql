-- one row per fact-check that reviewers said does not answer one of the clusters in `rows`
SELECT cluster_id, factcheck_id FROM factcheck_judgements SEMI JOIN rows USING (cluster_id) WHERE NOT accepted
