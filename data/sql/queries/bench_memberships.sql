-- for the bench: every claim in one of $clusters clusters, small ones and a few large ones; one in twenty came from another
INSERT INTO membership BY NAME
WITH placed AS (
    -- two thirds of the claims fill the clusters evenly, one third gathers in the first of them
    SELECT
        claim_id,
        recorded_at,
        CASE
            WHEN hash(claim_id, 1) % 3 < 2 THEN hash(claim_id, 2) % CAST($clusters AS BIGINT)
            ELSE CAST(power(hash(claim_id, 3) % 1000003 / 1000003.0, 3) * $clusters AS BIGINT) % CAST($clusters AS BIGINT)
        END AS number,
        hash(claim_id, 4) % 20 = 0 AND recorded_at < CAST($now AS TIMESTAMPTZ) - INTERVAL 2 DAY AS moved
    FROM claim
)
SELECT
    claim_id,
    format('k{:07d}', number + CASE WHEN stay = 0 THEN CAST($clusters AS BIGINT) ELSE 0 END) AS cluster_id,
    CASE WHEN stay = 1 AND moved THEN recorded_at + INTERVAL 1 DAY ELSE recorded_at + INTERVAL 2 MINUTE END AS valid_from,
    CASE WHEN stay = 0 THEN recorded_at + INTERVAL 1 DAY END AS valid_to,
    0.9 AS probability,
    'matcher@1' AS matcher,
    'run' AS run_id,
    valid_from AS recorded_at
FROM placed
CROSS JOIN range(2) AS stays(stay)
WHERE stay = 1 OR moved
