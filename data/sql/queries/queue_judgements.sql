-- one row per cluster and reviewer's judgement of it that stands, the newest last; a note alone judges nothing
SELECT cluster_id, reviewer, kind, verdict, reviewed_at, to_be_confirmed
FROM cluster_labels
WHERE kind IS NOT NULL OR verdict IS NOT NULL
ORDER BY reviewed_at, reviewed_cluster_id, reviewer
