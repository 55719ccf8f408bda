-- claims that a decision moved come back to where they were: the stay goes on as what it was, with its probability, and with the
-- decision that had brought it there, so that it is taken back with that one
INSERT INTO membership BY NAME
WITH moved AS (
    SELECT claim_id, min(valid_from) AS moved_at FROM membership WHERE decision_id = $undoes GROUP BY claim_id
)
SELECT
    before.claim_id,
    before.cluster_id,
    $now AS valid_from,
    before.probability,
    before.matcher,
    'review' AS run_id,
    $now AS recorded_at,
    before.decision_id
FROM moved
JOIN membership AS before ON before.claim_id = moved.claim_id AND before.valid_to = moved.moved_at
