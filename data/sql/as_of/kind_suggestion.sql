-- one row per claim and labeller version, as it was known at `moment`
CREATE MACRO kind_suggestion_as_of(moment) AS TABLE
SELECT * FROM kind_suggestion WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
