-- one row per cluster that was said in the week before the last run, or in the week before that
-- cluster_id: the cluster
-- claim: the claim that stands for it
-- kind: the kind that a reviewer gave it, else the suggested one (codebook)
-- verdict: what reviewers found (codebook)
-- documents: articles and posts that carry it, copies among them
-- documents_this_week: those of the seven days before the last run began
-- documents_week_before: those of the seven days before these
-- growth: how many more this week than in the week before
-- new_carriers: posters, else sources, who carried it this week for the first time
-- is_new: nobody said it before this week
-- week_from: when this week began (seven times 24 hours before the last run)
WITH clock AS (
    SELECT max(started_at) - INTERVAL 7 DAY AS week_from FROM run
),
carried AS (
    SELECT
        carriers.cluster_id,
        count(*) FILTER (seen_at >= week_from) AS this_week,
        count(*) FILTER (seen_at >= week_from - INTERVAL 7 DAY AND seen_at < week_from) AS week_before,
        count(DISTINCT coalesce(carrier, source)) AS hands,
        count(DISTINCT coalesce(carrier, source)) FILTER (seen_at < week_from) AS hands_before
    FROM carriers
    CROSS JOIN clock
    GROUP BY carriers.cluster_id
)
SELECT
    clusters.cluster_id,
    clusters.claim,
    coalesce(clusters.reviewed_kind, clusters.kind) AS kind,
    clusters.verdict,
    clusters.documents,
    carried.this_week AS documents_this_week,
    carried.week_before AS documents_week_before,
    carried.this_week - carried.week_before AS growth,
    carried.hands - carried.hands_before AS new_carriers,
    clusters.first_seen >= clock.week_from AS is_new,
    clock.week_from
FROM carried
JOIN clusters USING (cluster_id)
CROSS JOIN clock
WHERE carried.this_week > 0 OR carried.week_before > 0
ORDER BY growth DESC, documents_this_week DESC, clusters.cluster_id
