-- one row per declared source and run that read it. items: what came and was not there in an earlier attempt of the same run;
-- rejected: how many of them went to quarantine, by reason. status: read; part, where only some days of it were wanted; failed,
-- where the source itself could not be read (to its end) for this reason and fault: what came before that is kept all the same
CREATE TABLE source_reading (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('read', 'part', 'failed')),
    attempts INTEGER NOT NULL,
    items INTEGER NOT NULL,
    new INTEGER NOT NULL,
    rejected JSON NOT NULL,
    reason VARCHAR,
    fault VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (run_id, source)
);

-- one row per declared source and thing to be remembered of its server (the ETag or Last-Modified of an address), so that what
-- did not change is not sent again; written only after everything that came with it was kept
CREATE TABLE source_state (
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source, name)
);

-- one row per file that a backfill kept whole, as it was then: file_id is made of path, size, time and content
CREATE TABLE kept_file (
    file_id VARCHAR PRIMARY KEY,
    path VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    modified_at TIMESTAMPTZ NOT NULL,
    sha256 VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
