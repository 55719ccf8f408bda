-- end the standing matches of the clusters in `rows`, but for those that a reviewer accepted
UPDATE factcheck_match SET valid_to = $now, closed_by_run = $run_id
FROM rows
WHERE factcheck_match.cluster_id = rows.cluster_id
    AND factcheck_match.valid_to IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM factcheck_judgements AS judged
        WHERE judged.cluster_id = factcheck_match.cluster_id
            AND judged.factcheck_id = factcheck_match.factcheck_id
            AND judged.accepted
    )
