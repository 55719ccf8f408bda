-- one row per claim that is in one cluster now
SELECT * FROM claims WHERE cluster_id = $cluster_id ORDER BY posted_at NULLS LAST, claim_id
