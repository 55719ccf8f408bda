-- one row per judgement of one cluster by one reviewer at one time; notes are the newsroom's own words
SELECT
    review_id, cluster_id, reviewer, kind, verdict, note, decision_id, confidence, evidence, adjudicates, reason, seen_at,
    valid_from, recorded_at
FROM store.review
