-- one row per cluster on which reviewers' standing judgements differ, and which nobody has adjudicated since
-- cluster_id: the cluster
-- reviewers: who judged it, the first to judge first, but for those overruled by an adjudication
-- kinds: the kind that each of them gave, in the same order
-- verdicts: the verdict that each of them gave, in the same order
-- kinds_differ: two kinds are among them
-- verdicts_differ: two verdicts are among them
-- since: when the last of them was given
WITH last_words AS (
    -- of a reviewer who judged several ids that are one cluster now, the last word on each
    SELECT
        cluster_id,
        reviewer,
        arg_max(cluster_labels.kind, (reviewed_at, reviewed_cluster_id)) AS kind,
        arg_max(cluster_labels.verdict, (reviewed_at, reviewed_cluster_id)) AS verdict,
        max(reviewed_at) AS reviewed_at
    FROM cluster_labels
    WHERE NOT overruled AND (cluster_labels.kind IS NOT NULL OR cluster_labels.verdict IS NOT NULL)
    GROUP BY cluster_id, reviewer
)
SELECT
    cluster_id,
    list(reviewer ORDER BY reviewed_at, reviewer) AS reviewers,
    list(kind ORDER BY reviewed_at, reviewer) AS kinds,
    list(verdict ORDER BY reviewed_at, reviewer) AS verdicts,
    count(DISTINCT kind) > 1 AS kinds_differ,
    count(DISTINCT verdict) > 1 AS verdicts_differ,
    max(reviewed_at) AS since
FROM last_words
GROUP BY cluster_id
HAVING count(DISTINCT kind) > 1 OR count(DISTINCT verdict) > 1
ORDER BY since, cluster_id
