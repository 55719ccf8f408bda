-- one row per cluster id minted until then, as it was known at `moment`
CREATE MACRO cluster_as_of(moment) AS TABLE
SELECT * FROM cluster WHERE minted_at <= CAST(moment AS TIMESTAMPTZ)
