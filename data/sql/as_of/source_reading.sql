-- one row per declared source and run that read it, as it was known at `moment`
CREATE MACRO source_reading_as_of(moment) AS TABLE
SELECT * FROM source_reading WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
