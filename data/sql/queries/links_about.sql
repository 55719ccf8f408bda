-- one row per reviewer's link that stands and hangs together with the claims in `rows` by sameness, with the hashes of its texts
WITH RECURSIVE standing AS MATERIALIZED (
    SELECT
        *,
        coalesce(text_a, claim_a) AS here,
        coalesce(text_b, claim_b) AS there
    FROM link
    WHERE valid_to IS NULL
),
same AS MATERIALIZED (
    SELECT here, there FROM standing WHERE relation = 'same'
    UNION ALL
    SELECT there, here FROM standing WHERE relation = 'same'
),
reached AS (
    SELECT text_hash AS text FROM rows
    UNION
    SELECT claim_id FROM rows
    UNION
    SELECT same.there FROM reached JOIN same ON same.here = reached.text
)
SELECT link_id, claim_a, claim_b, relation, reviewer, valid_from, text_a, text_b
FROM standing
WHERE here IN (FROM reached) OR there IN (FROM reached)
ORDER BY recorded_at, link_id
