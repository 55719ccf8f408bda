-- one row per article or post, as it was known at `moment`
CREATE MACRO document_as_of(moment) AS TABLE
SELECT * FROM document WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
