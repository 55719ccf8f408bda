-- one row per claim, as it was known at `moment`
CREATE MACRO claim_as_of(moment) AS TABLE
SELECT * FROM claim WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
