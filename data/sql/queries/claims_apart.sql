-- one row per standing link that keeps two claims apart of which one is now in a cluster in `rows`, with the clusters of both
WITH members AS MATERIALIZED (
    SELECT claim_id FROM membership SEMI JOIN rows USING (cluster_id) WHERE valid_to IS NULL
),
apart AS MATERIALIZED (
    SELECT claim_a, claim_b
    FROM link
    WHERE valid_to IS NULL
        AND relation = 'different'
        AND (claim_a IN (FROM members) OR claim_b IN (FROM members))
),
homes AS MATERIALIZED (
    SELECT claim_id, cluster_id
    FROM membership
    WHERE valid_to IS NULL AND claim_id IN (SELECT claim_a FROM apart UNION SELECT claim_b FROM apart)
)
SELECT apart.claim_a, apart.claim_b, a.cluster_id AS cluster_a, b.cluster_id AS cluster_b
FROM apart
JOIN homes AS a ON a.claim_id = apart.claim_a
JOIN homes AS b ON b.claim_id = apart.claim_b
