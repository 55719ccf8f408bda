-- one row per reviewer's action; decision_id may be given by the form it came from, so that a form sent twice is one decision.
-- cluster_id is where it landed, other_cluster_id what it was about besides (merge, answer: the other cluster; split: the new one),
-- content what was said and what it changed. undoes: the decision that this one (action undo) takes back; nothing is deleted
CREATE TABLE decision (
    decision_id VARCHAR PRIMARY KEY,
    reviewer VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL CHECK (action IN ('judge', 'merge', 'split', 'answer', 'factcheck', 'undo')),
    other_cluster_id VARCHAR,
    content JSON NOT NULL,
    undoes VARCHAR,
    valid_from TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- one row per reviewer's word that a fact-check answers a cluster (accepted), or that it does not; the last word stands
CREATE TABLE factcheck_judgement (
    decision_id VARCHAR PRIMARY KEY,
    cluster_id VARCHAR NOT NULL,
    factcheck_id VARCHAR NOT NULL,
    accepted BOOLEAN NOT NULL,
    reviewer VARCHAR NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- confidence of the reviewer (0..1), a link to the evidence, whether it settles a disagreement and for which reason (a code of
-- the codebook), and when the page was made that was judged: what changed after that the reviewer did not see
ALTER TABLE review ADD COLUMN decision_id VARCHAR;
ALTER TABLE review ADD COLUMN confidence DOUBLE;
ALTER TABLE review ADD COLUMN evidence VARCHAR;
ALTER TABLE review ADD COLUMN adjudicates BOOLEAN;
ALTER TABLE review ADD COLUMN reason VARCHAR;
ALTER TABLE review ADD COLUMN seen_at TIMESTAMPTZ;

-- hashes of the texts of the two claims: a link speaks for all copies of its claims, and is looked up by them
ALTER TABLE link ADD COLUMN text_a VARCHAR;
ALTER TABLE link ADD COLUMN text_b VARCHAR;

-- the decision that made the row, where no run did (run_id is then review)
ALTER TABLE link ADD COLUMN decision_id VARCHAR;
ALTER TABLE membership ADD COLUMN decision_id VARCHAR;
ALTER TABLE cluster_event ADD COLUMN decision_id VARCHAR;
ALTER TABLE near_cluster ADD COLUMN decision_id VARCHAR;
ALTER TABLE factcheck_match ADD COLUMN decision_id VARCHAR;

-- last, because a table whose rows were changed takes no more columns in the same transaction
UPDATE link SET text_a = claim.text_hash FROM claim WHERE claim.claim_id = link.claim_a;
UPDATE link SET text_b = claim.text_hash FROM claim WHERE claim.claim_id = link.claim_b;
