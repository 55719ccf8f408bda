-- one row per claim and stay in a cluster, as it was known at `moment`
CREATE MACRO membership_as_of(moment) AS TABLE
SELECT * REPLACE (CASE WHEN valid_to <= CAST(moment AS TIMESTAMPTZ) THEN valid_to END AS valid_to)
FROM membership
WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
