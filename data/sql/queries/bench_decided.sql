-- one row per decision: how many times what it said is kept
SELECT
    decision.decision_id,
    greatest(count(DISTINCT review.review_id), count(DISTINCT factcheck_judgement.rowid)) AS times
FROM decision
LEFT JOIN review USING (decision_id)
LEFT JOIN factcheck_judgement USING (decision_id)
GROUP BY decision.decision_id
