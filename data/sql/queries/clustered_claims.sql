-- one row per claim that is in a cluster now. For a claim whose text was deleted speaks the oldest one of its cluster that has one,
-- so that it goes where the cluster goes; also a new claim that says again, word for word, what one of the cluster said. A cluster
-- for which nothing speaks is left out: it stays as it is
WITH standing AS (
    SELECT claim.*, membership.cluster_id, membership.valid_from
    FROM membership
    JOIN claim USING (claim_id)
    WHERE membership.valid_to IS NULL
),
speakers AS (
    SELECT
        standing.cluster_id,
        arg_min(claim.claim_id, (claim.claim_id <> standing.claim_id, standing.valid_from, claim.claim_id)) AS claim_id
    FROM standing
    JOIN claim USING (text_hash)
    LEFT JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
    WHERE claim.deleted_at IS NULL
        AND coalesce(membership.cluster_id, standing.cluster_id) = standing.cluster_id
        AND standing.cluster_id IN (SELECT cluster_id FROM standing WHERE deleted_at IS NOT NULL)
    GROUP BY standing.cluster_id
)
SELECT
    standing.claim_id,
    speaking.text_hash,
    speaking.text,
    speaking.folded,
    speaking.language,
    standing.cluster_id,
    standing.valid_from
FROM standing
LEFT JOIN speakers ON speakers.cluster_id = standing.cluster_id
JOIN claim AS speaking
    ON speaking.claim_id = CASE WHEN standing.deleted_at IS NULL THEN standing.claim_id ELSE speakers.claim_id END
ORDER BY standing.valid_from, standing.claim_id
