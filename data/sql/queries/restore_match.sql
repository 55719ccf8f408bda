-- suggest again the fact-check that a decision took from its cluster at $ended_at, unless the last word on it still rejects it
INSERT INTO factcheck_match BY NAME
SELECT
    cluster_id,
    factcheck_id,
    probability,
    matcher,
    'review' AS run_id,
    $now AS valid_from,
    $now AS recorded_at,
    $decision_id AS decision_id
FROM factcheck_match
WHERE cluster_id = $cluster_id
    AND factcheck_id = $factcheck_id
    AND valid_to = $ended_at
    AND closed_by_run = 'review'
    AND NOT EXISTS (
        SELECT 1
        FROM factcheck_judgements AS judged
        WHERE judged.cluster_id = $cluster_id AND judged.factcheck_id = $factcheck_id AND NOT judged.accepted
    )
