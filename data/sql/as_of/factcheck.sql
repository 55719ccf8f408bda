-- one row per published fact-check, as it was known at `moment`
CREATE MACRO factcheck_as_of(moment) AS TABLE
SELECT * FROM factcheck WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
