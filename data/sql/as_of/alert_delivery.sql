-- one row per attempt to deliver an alert, as it was known at `moment`
CREATE MACRO alert_delivery_as_of(moment) AS TABLE
SELECT * FROM alert_delivery WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
