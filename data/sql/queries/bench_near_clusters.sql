-- for the bench: one cluster in twenty near the next one
INSERT INTO near_cluster BY NAME
WITH first_claims AS (SELECT cluster_id, min(claim_id) AS claim_id FROM membership WHERE valid_to IS NULL GROUP BY cluster_id),
next AS (
    SELECT cluster_id, claim_id, lead(cluster_id) OVER pairs AS other_id, lead(claim_id) OVER pairs AS other_claim
    FROM first_claims
    WINDOW pairs AS (ORDER BY cluster_id)
)
SELECT
    cluster_id AS cluster_a, other_id AS cluster_b, true AS suggested, NULL AS difference, claim_id AS claim_a,
    other_claim AS claim_b, 0.5 AS probability, 'matcher@1' AS matcher, 'run' AS run_id, $now AS valid_from, $now AS recorded_at
FROM next
WHERE hash(cluster_id, 8) % 20 = 0 AND other_id IS NOT NULL
