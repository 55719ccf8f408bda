-- one row per judgement, as it was known at `moment`
CREATE MACRO review_as_of(moment) AS TABLE
SELECT * FROM review WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
