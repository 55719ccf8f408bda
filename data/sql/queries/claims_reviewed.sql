-- one row per cluster that has a reviewer's verdict: the sentence that stands for it and its language, the verdict that was
-- given last and when; is_disputed: reviewers' standing verdicts differ; is_deleted: no text of it is kept any more
WITH verdicts AS (
    SELECT
        cluster_id,
        arg_max(verdict, (reviewed_at, reviewed_cluster_id, reviewer)) AS verdict,
        max(reviewed_at) AS reviewed_at,
        bool_or(to_be_confirmed) AS to_be_confirmed
    FROM cluster_labels
    WHERE verdict IS NOT NULL AND NOT overruled
    GROUP BY cluster_id
)
SELECT
    verdicts.cluster_id,
    arg_max(claims.text, (NOT claims.is_deleted, claims.score, claims.claim_id)) AS claim,
    arg_max(claims.language, (NOT claims.is_deleted, claims.score, claims.claim_id)) AS language,
    bool_and(claims.is_deleted) AS is_deleted,
    verdicts.verdict,
    verdicts.reviewed_at,
    verdicts.to_be_confirmed,
    coalesce(disagreements.verdicts_differ, false) AS is_disputed
FROM verdicts
JOIN claims USING (cluster_id)
LEFT JOIN disagreements USING (cluster_id)
GROUP BY ALL
ORDER BY verdicts.reviewed_at, verdicts.cluster_id
