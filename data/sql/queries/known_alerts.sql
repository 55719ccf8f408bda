-- one row per alert of `rows` that was raised before
SELECT alert_id FROM alert SEMI JOIN rows USING (alert_id)
