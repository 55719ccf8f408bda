-- one row per fact-check id in `rows` that the store already has
SELECT factcheck_id FROM factcheck SEMI JOIN rows USING (factcheck_id)
