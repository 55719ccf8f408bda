-- one row per input that could not be read, as it was known at `moment`
CREATE MACRO quarantine_as_of(moment) AS TABLE
SELECT * FROM quarantine WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
