-- one row per fact-check suggested for one cluster now, or accepted or rejected by a reviewer: the last word, and whose it is
WITH judged AS (
    SELECT factcheck_id, accepted, reviewer FROM factcheck_judgements WHERE cluster_id = $cluster_id
),
suggested AS (
    SELECT factcheck_id, probability
    FROM factcheck_match
    WHERE cluster_id = $cluster_id AND valid_to IS NULL
)
SELECT
    factcheck.factcheck_id,
    factcheck.claim,
    factcheck.title,
    factcheck.rating,
    factcheck.verdict,
    factcheck.publisher,
    factcheck.url,
    factcheck.published_at,
    factcheck.language,
    suggested.probability,
    judged.accepted,
    judged.reviewer
FROM factcheck
LEFT JOIN suggested USING (factcheck_id)
LEFT JOIN judged USING (factcheck_id)
WHERE suggested.factcheck_id IS NOT NULL OR judged.factcheck_id IS NOT NULL
ORDER BY coalesce(judged.accepted, true) DESC, suggested.probability DESC NULLS LAST, factcheck.factcheck_id
