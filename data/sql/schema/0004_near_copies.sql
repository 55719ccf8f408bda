-- how a document is a copy of the one that copy_of names: exact (the same words) or near (another header, other emoji, a cut tail)
ALTER TABLE document ADD COLUMN copy VARCHAR;
-- the share of three-word shingles that the two have in common; 1 for an exact copy
ALTER TABLE document ADD COLUMN resemblance DOUBLE;
UPDATE document SET copy = 'exact', resemblance = 1 WHERE copy_of IS NOT NULL;

-- one row per document that is no copy and band of its MinHash signature; method says how the bands were made.
-- It has no key: its rows are only ever read all at once, and keeping an index of them costs more with every run
CREATE TABLE near_band (
    document_id VARCHAR NOT NULL,
    band BIGINT NOT NULL,
    method VARCHAR NOT NULL
);
