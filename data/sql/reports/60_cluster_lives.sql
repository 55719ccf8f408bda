-- one row per event in the life of a cluster
-- recorded_at: when it happened
-- cluster_id: the cluster
-- event: born, grew, merged, split or retired
-- other_cluster_id: where it went (merged) or came from (split)
-- claims: how many claims it was about
-- reason: why, in words
-- claim_a: the claim that came or left
-- claim_b: the claim that it was drawn to or parted from
-- probability: how probably the two are one claim (0 to 1)
-- run_id: the run that did it
SELECT recorded_at, cluster_id, event, other_cluster_id, claims, reason, claim_a, claim_b, probability, run_id
FROM cluster_event
ORDER BY recorded_at, event_id
