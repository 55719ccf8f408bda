-- one row per reviewer's action, as it was known at `moment`
CREATE MACRO decision_as_of(moment) AS TABLE
SELECT * FROM decision WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
