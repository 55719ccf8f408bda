-- one row per claim text of a cluster about whose kind reviewers agree (or somebody settled it), and which has not changed since
WITH agreed AS (
    SELECT cluster_id, any_value(kind) AS kind, max(reviewed_at) AS reviewed_at
    FROM cluster_labels
    WHERE kind IS NOT NULL AND NOT overruled AND NOT to_be_confirmed
    GROUP BY cluster_id
    HAVING count(DISTINCT kind) = 1
)
SELECT
    agreed.cluster_id,
    agreed.kind,
    claim.text_hash,
    any_value(claim.text) AS text,
    any_value(claim.folded) AS folded
FROM agreed
JOIN membership ON membership.cluster_id = agreed.cluster_id AND membership.valid_to IS NULL
JOIN claim USING (claim_id)
WHERE claim.deleted_at IS NULL
GROUP BY agreed.cluster_id, agreed.kind, claim.text_hash
ORDER BY agreed.cluster_id, claim.text_hash
