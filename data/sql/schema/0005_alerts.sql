-- one row per thing about a cluster that somebody is to be told; alert_id is made of cluster, kind and day (in the zone of the
-- settings), so that a run that is done again tells nothing twice. documents: those of the 24 hours before recorded_at
-- (growing), or those since the claim came back (returned). growing: expected is what the cluster's past let one expect of
-- those hours, probability that of so many or more (models/growth.py, test names its version). returned: the verdict that
-- stood, and for how many days nobody had said it
CREATE TABLE alert (
    alert_id VARCHAR PRIMARY KEY,
    cluster_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('growing', 'returned')),
    day DATE NOT NULL,
    documents INTEGER NOT NULL,
    expected DOUBLE,
    probability DOUBLE CHECK (probability BETWEEN 0 AND 1),
    test VARCHAR,
    verdict VARCHAR,
    silent_days INTEGER,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per attempt to deliver an alert and what is known of it: begun (written before anything is sent), then delivered
-- (the receiver took it), refused (it said that it never will) or failed (it did not answer, or could not take it now). An
-- attempt that was only begun belongs to a process that died: nobody knows whether it arrived
CREATE TABLE alert_delivery (
    alert_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL CHECK (channel IN ('webhook', 'mail')),
    attempt INTEGER NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('begun', 'delivered', 'refused', 'failed')),
    detail VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (alert_id, channel, attempt, outcome)
);
