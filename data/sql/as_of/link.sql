-- one row per reviewer's word on two claims, as it was known at `moment`
CREATE MACRO link_as_of(moment) AS TABLE
SELECT * REPLACE (CASE WHEN valid_to <= CAST(moment AS TIMESTAMPTZ) THEN valid_to END AS valid_to)
FROM link
WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
