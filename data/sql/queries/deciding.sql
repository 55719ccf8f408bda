-- one row: how many groupings were made (null: none), and the decision of this id where it was made before
SELECT
    (SELECT value FROM setting WHERE name = 'groupings') AS groupings,
    decision.decision_id,
    decision.reviewer,
    decision.action,
    decision.cluster_id,
    decision.content
FROM (SELECT $decision_id AS decision_id) AS asked
LEFT JOIN decision USING (decision_id)
