-- one row per reviewer's link that stands and hangs together with the claims in `rows` by sameness, with the hashes of its texts
WITH RECURSIVE standing AS MATERIALIZED (
    SELECT
        link.link_id,
        link.claim_a,
        link.claim_b,
        link.relation,
        link.reviewer,
        link.valid_from,
        link.recorded_at,
        claim_a.text_hash AS text_a,
        claim_b.text_hash AS text_b
    FROM link
    LEFT JOIN claim AS claim_a ON claim_a.claim_id = link.claim_a
    LEFT JOIN claim AS claim_b ON claim_b.claim_id = link.claim_b
    WHERE link.valid_to IS NULL
),
same AS MATERIALIZED (
    SELECT coalesce(text_a, claim_a) AS here, coalesce(text_b, claim_b) AS there FROM standing WHERE relation = 'same'
    UNION ALL
    SELECT coalesce(text_b, claim_b), coalesce(text_a, claim_a) FROM standing WHERE relation = 'same'
),
reached AS (
    SELECT claim.text_hash AS text FROM claim SEMI JOIN rows USING (claim_id)
    UNION
    SELECT same.there FROM reached JOIN same ON same.here = reached.text
)
SELECT standing.*
FROM standing
WHERE coalesce(text_a, claim_a) IN (SELECT text FROM reached) OR coalesce(text_b, claim_b) IN (SELECT text FROM reached)
ORDER BY recorded_at, link_id
