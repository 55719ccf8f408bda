-- one row per pair of clusters and stay that say nearly the same: shown side by side, because they may be one claim
-- (suggested: a reviewer is asked "same claim?") or because one thing tells them apart (difference); cluster_a < cluster_b.
-- claim_a and claim_b are the two claims most alike, probability that they are one claim; valid_to is null while it stands
CREATE TABLE near_cluster (
    cluster_a VARCHAR NOT NULL,
    cluster_b VARCHAR NOT NULL,
    suggested BOOLEAN NOT NULL,
    difference VARCHAR CHECK (difference IN ('contradicts', 'number', 'date', 'name')),
    claim_a VARCHAR NOT NULL,
    claim_b VARCHAR NOT NULL,
    probability DOUBLE NOT NULL CHECK (probability BETWEEN 0 AND 1),
    matcher VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ,
    closed_by_run VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cluster_a, cluster_b, valid_from)
);

-- the pair of claims that caused a change in a cluster's life, and how probably they are one claim: claim_a came or left,
-- claim_b is the claim it was drawn to or parted from (null: no pair did)
ALTER TABLE cluster_event ADD COLUMN claim_a VARCHAR;
ALTER TABLE cluster_event ADD COLUMN claim_b VARCHAR;
ALTER TABLE cluster_event ADD COLUMN probability DOUBLE;
