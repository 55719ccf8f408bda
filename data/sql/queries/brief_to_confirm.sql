-- one row per cluster that changed since reviewers labelled it, those with most documents first, at most $most; clusters: how
-- many there are
SELECT cluster_id, claim, documents, verdict, reviewed_kind AS kind, count(*) OVER () AS clusters
FROM clusters
WHERE to_be_confirmed
ORDER BY documents DESC, cluster_id
LIMIT $most
