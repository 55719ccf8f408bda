-- one row per cluster, fact-check and stay, as it was known at `moment`
CREATE MACRO factcheck_match_as_of(moment) AS TABLE
SELECT * REPLACE (CASE WHEN valid_to <= CAST(moment AS TIMESTAMPTZ) THEN valid_to END AS valid_to)
FROM factcheck_match
WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
