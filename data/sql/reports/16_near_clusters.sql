-- one row per pair of clusters that say nearly the same now: perhaps one claim (suggested), or told apart by one thing
-- cluster_a: one of the two
-- cluster_b: the other
-- suggested: a reviewer is asked whether they are one claim
-- difference: the one thing that tells them apart: contradicts, number, date or name
-- probability: how probably they are one claim (0 to 1)
-- claim_a: the claim of the first that is most like one of the other
-- claim_b: that one
-- text_a: what the first says
-- text_b: what the other says
-- typical_a: the claim that stands for the first cluster
-- typical_b: the claim that stands for the other
-- since: since when they are near
-- matcher: the version that found them
WITH near AS (
    SELECT * FROM near_cluster WHERE valid_to IS NULL
),
ends AS (
    SELECT cluster_a AS cluster_id FROM near
    UNION
    SELECT cluster_b FROM near
),
typical AS (
    SELECT membership.cluster_id, arg_max(claim.text, (claim.deleted_at IS NULL, claim.score, claim.claim_id)) AS claim
    FROM membership
    JOIN claim USING (claim_id)
    JOIN ends USING (cluster_id)
    WHERE membership.valid_to IS NULL
    GROUP BY membership.cluster_id
)
SELECT
    near.cluster_a,
    near.cluster_b,
    near.suggested,
    near.difference,
    near.probability,
    near.claim_a,
    near.claim_b,
    claim_a.text AS text_a,
    claim_b.text AS text_b,
    typical_a.claim AS typical_a,
    typical_b.claim AS typical_b,
    near.valid_from AS since,
    near.matcher
FROM near
JOIN typical AS typical_a ON typical_a.cluster_id = near.cluster_a
JOIN typical AS typical_b ON typical_b.cluster_id = near.cluster_b
LEFT JOIN claim AS claim_a ON claim_a.claim_id = near.claim_a
LEFT JOIN claim AS claim_b ON claim_b.claim_id = near.claim_b
ORDER BY near.probability DESC, near.cluster_a, near.cluster_b
