-- one row per change in a cluster's life, as it was known at `moment`
CREATE MACRO cluster_event_as_of(moment) AS TABLE
SELECT * FROM cluster_event WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
