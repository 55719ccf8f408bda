-- one row per alert, as it was known at `moment`
CREATE MACRO alert_as_of(moment) AS TABLE
SELECT * FROM alert WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
