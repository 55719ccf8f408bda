-- one row per execution of a flow: versions, counts, what was dropped and why
CREATE TABLE run (
    run_id VARCHAR PRIMARY KEY,
    flow VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    status VARCHAR NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'interrupted')),
    versions JSON NOT NULL,
    summary JSON
);

-- one row per write transaction that was acknowledged (the ledger: a batch id found here is never written again)
CREATE TABLE batch (
    batch_id VARCHAR PRIMARY KEY,
    run_id VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per fact about the store itself (the encoder its vectors were made with, ...)
CREATE TABLE setting (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per article or post, as fetched, never changed
CREATE TABLE document (
    document_id VARCHAR PRIMARY KEY,
    natural_key VARCHAR NOT NULL,
    own_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    position VARCHAR NOT NULL,
    medium VARCHAR NOT NULL CHECK (medium IN ('article', 'post')),
    title VARCHAR,
    text VARCHAR NOT NULL,
    body_start INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    posted_at TIMESTAMPTZ,
    author VARCHAR,
    url VARCHAR,
    text_hash VARCHAR NOT NULL,
    copy_of VARCHAR,
    extra JSON NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per input that could not be read, with the reason
CREATE TABLE quarantine (
    quarantine_id VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    position VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    excerpt VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per document that the spotter has read, also when it found no claim in it
CREATE TABLE spotting (
    document_id VARCHAR PRIMARY KEY,
    sentences INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    spotter VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per sentence-sized assertion in a document, with its span in the document's text
-- (span_start inclusive, span_end exclusive, in Unicode code points)
CREATE TABLE claim (
    claim_id VARCHAR PRIMARY KEY,
    document_id VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    speaker VARCHAR,
    score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
    spotter VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per romanised word and the transliterator that wrote it in Devanagari
CREATE TABLE transliteration (
    word VARCHAR NOT NULL,
    transliterator VARCHAR NOT NULL,
    devanagari VARCHAR NOT NULL,
    PRIMARY KEY (word, transliterator)
);

-- one row per text and encoder: a unit vector (text_hash is of the folded text that was embedded)
CREATE TABLE embedding (
    text_hash VARCHAR NOT NULL,
    encoder VARCHAR NOT NULL,
    vector FLOAT[] NOT NULL,
    PRIMARY KEY (text_hash, encoder)
);

-- one row per cluster id ever minted
CREATE TABLE cluster (
    cluster_id VARCHAR PRIMARY KEY,
    run_id VARCHAR NOT NULL,
    minted_at TIMESTAMPTZ NOT NULL
);

-- one row per change in a cluster's life; other_cluster_id is where it went (merged) or came from (split)
CREATE TABLE cluster_event (
    event_id VARCHAR PRIMARY KEY,
    cluster_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL CHECK (event IN ('born', 'grew', 'merged', 'split', 'retired')),
    other_cluster_id VARCHAR,
    claims INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per claim and stay in a cluster; valid_to is null while it lasts
CREATE TABLE membership (
    claim_id VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ,
    probability DOUBLE NOT NULL CHECK (probability BETWEEN 0 AND 1),
    matcher VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    closed_by_run VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (claim_id, cluster_id, valid_from)
);

-- one row per reviewer's word that two claims are the same or different; binding for every later run
CREATE TABLE link (
    link_id VARCHAR PRIMARY KEY,
    claim_a VARCHAR NOT NULL,
    claim_b VARCHAR NOT NULL,
    relation VARCHAR NOT NULL CHECK (relation IN ('same', 'different')),
    reviewer VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per judgement of one cluster by one reviewer at one time; appended, never overwritten
CREATE TABLE review (
    review_id VARCHAR PRIMARY KEY,
    cluster_id VARCHAR NOT NULL,
    reviewer VARCHAR NOT NULL,
    kind VARCHAR,
    verdict VARCHAR,
    note VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per claim and labeller version: the kind it suggests, and every kind's probability
CREATE TABLE kind_suggestion (
    claim_id VARCHAR NOT NULL,
    labeller VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    probability DOUBLE NOT NULL CHECK (probability BETWEEN 0 AND 1),
    probabilities JSON NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (claim_id, labeller)
);

-- one row per published fact-check, ours or someone else's
CREATE TABLE factcheck (
    factcheck_id VARCHAR PRIMARY KEY,
    claim VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    rating VARCHAR,
    publisher VARCHAR,
    url VARCHAR,
    published_at TIMESTAMPTZ,
    language VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per cluster that was matched with the fact-checks, and in what state; replaced when either side changes
CREATE TABLE matching (
    cluster_id VARCHAR PRIMARY KEY,
    state VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per cluster, fact-check and stay: a suggested match; valid_to is null while it stands
CREATE TABLE factcheck_match (
    cluster_id VARCHAR NOT NULL,
    factcheck_id VARCHAR NOT NULL,
    probability DOUBLE NOT NULL CHECK (probability BETWEEN 0 AND 1),
    matcher VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ,
    closed_by_run VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cluster_id, factcheck_id, valid_from)
);
