-- one row per cluster that holds claims now: from when it was first said until a reviewer labelled it
-- cluster_id: the cluster
-- claim: the claim that stands for it
-- documents: articles and posts that carry it, copies among them
-- first_seen: when the first was posted, else read
-- first_read_at: when the first was read
-- first_labelled_at: when a reviewer first gave it a kind or verdict, under any id that it had (null: nobody did)
-- reviewer: who that was
-- hours_to_label: hours from first_seen to first_labelled_at
-- hours_waiting: hours from first_read_at to first_labelled_at, or to the last run where nobody labelled it
WITH clock AS (
    SELECT max(started_at) AS now FROM run
),
undone AS (
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
labelled AS (
    SELECT
        cluster_lineage.now_id AS cluster_id,
        min(review.valid_from) AS first_labelled_at,
        arg_min(review.reviewer, (review.valid_from, review.review_id)) AS reviewer
    FROM review
    ANTI JOIN undone USING (decision_id)
    JOIN cluster_lineage USING (cluster_id)
    WHERE review.kind IS NOT NULL OR review.verdict IS NOT NULL
    GROUP BY cluster_lineage.now_id
),
met AS (
    SELECT cluster_id, min(recorded_at) AS first_read_at FROM carriers GROUP BY cluster_id
)
SELECT
    clusters.cluster_id,
    clusters.claim,
    clusters.documents,
    clusters.first_seen,
    met.first_read_at,
    labelled.first_labelled_at,
    labelled.reviewer,
    round(epoch(labelled.first_labelled_at - clusters.first_seen) / 3600, 2) AS hours_to_label,
    round(epoch(coalesce(labelled.first_labelled_at, clock.now) - met.first_read_at) / 3600, 2) AS hours_waiting
FROM clusters
JOIN met USING (cluster_id)
LEFT JOIN labelled USING (cluster_id)
CROSS JOIN clock
ORDER BY clusters.first_seen, clusters.cluster_id
