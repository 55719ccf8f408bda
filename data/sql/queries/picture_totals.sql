-- one row: how much there is, how much of it reviewers have labelled, and the days in the zone $zone from which to which it was
-- seen (null: there is nothing)
SELECT
    (SELECT count(*) FROM document) AS documents,
    (SELECT count(*) FROM claim) AS claims,
    count(*) AS clusters,
    count(*) FILTER (verdict IS NOT NULL OR reviewed_kind IS NOT NULL) AS labelled,
    count(*) FILTER (to_be_confirmed) AS to_be_confirmed,
    (SELECT count(*) FROM disagreements) AS disputed,
    CAST(min(first_seen) AT TIME ZONE $zone AS DATE) AS first_day,
    CAST(max(last_seen) AT TIME ZONE $zone AS DATE) AS last_day
FROM clusters
