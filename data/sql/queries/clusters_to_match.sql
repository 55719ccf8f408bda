-- one row per open cluster whose claims, or the fact-checks, or the matcher, are not the ones it was matched with;
-- a cluster of which no text is left keeps the matches it had
WITH factchecks AS (
    SELECT format('{}@{}', count(*), max(recorded_at)) AS state FROM factcheck
),
clusters AS (
    SELECT
        membership.cluster_id,
        format(
            '{}@{} {} {}', count(*), max(membership.recorded_at), any_value(factchecks.state), $matcher
        ) AS state
    FROM membership
    JOIN claim USING (claim_id)
    CROSS JOIN factchecks
    WHERE membership.valid_to IS NULL
    GROUP BY membership.cluster_id
    HAVING count(*) FILTER (claim.deleted_at IS NULL) > 0
)
SELECT clusters.cluster_id, clusters.state
FROM clusters
LEFT JOIN matching USING (cluster_id)
WHERE matching.state IS DISTINCT FROM clusters.state
ORDER BY clusters.cluster_id
