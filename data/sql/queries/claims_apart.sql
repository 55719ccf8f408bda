-- one row per standing link that keeps two claims apart of which one is now in a cluster in `rows`, with the clusters of both
WITH now AS (
    SELECT claim_id, cluster_id FROM membership WHERE valid_to IS NULL
)
SELECT link.claim_a, link.claim_b, a.cluster_id AS cluster_a, b.cluster_id AS cluster_b
FROM link
JOIN now AS a ON a.claim_id = link.claim_a
JOIN now AS b ON b.claim_id = link.claim_b
WHERE link.valid_to IS NULL
    AND link.relation = 'different'
    AND (a.cluster_id IN (SELECT cluster_id FROM rows) OR b.cluster_id IN (SELECT cluster_id FROM rows))
