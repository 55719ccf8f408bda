-- one row per cluster that is near one cluster now: the two claims most alike, here and there, and how large it is
WITH near AS MATERIALIZED (
    SELECT
        CASE WHEN cluster_a = $cluster_id THEN cluster_b ELSE cluster_a END AS cluster_id,
        CASE WHEN cluster_a = $cluster_id THEN claim_a ELSE claim_b END AS here_id,
        CASE WHEN cluster_a = $cluster_id THEN claim_b ELSE claim_a END AS there_id,
        suggested,
        difference,
        probability
    FROM near_cluster
    WHERE valid_to IS NULL AND (cluster_a = $cluster_id OR cluster_b = $cluster_id)
),
-- of the many claims only these few, before anything is joined from the left
said AS MATERIALIZED (
    SELECT claim_id, left(text, 701) AS text, language
    FROM claim
    SEMI JOIN (SELECT here_id AS claim_id FROM near UNION ALL SELECT there_id FROM near) AS ends USING (claim_id)
),
sizes AS (
    SELECT membership.cluster_id, count(*) AS claims
    FROM membership
    SEMI JOIN near USING (cluster_id)
    WHERE membership.valid_to IS NULL
    GROUP BY membership.cluster_id
)
SELECT
    near.cluster_id,
    near.suggested,
    near.difference,
    near.probability,
    sizes.claims,
    here.text AS here,
    here.language AS here_language,
    there.text AS there,
    there.language AS there_language
FROM near
JOIN sizes USING (cluster_id)
LEFT JOIN said AS here ON here.claim_id = near.here_id
LEFT JOIN said AS there ON there.claim_id = near.there_id
ORDER BY near.probability DESC, near.cluster_id
