-- for the bench: a vector for every text, of $dimensions numbers as large as those of a unit vector are
INSERT INTO embedding BY NAME
SELECT
    text_hash,
    'encoder@1' AS encoder,
    list_transform(range(CAST($dimensions AS BIGINT)), i -> (CAST(hash(text_hash, i) % 2001 AS FLOAT) - 1000) / 11300) AS vector
FROM (SELECT DISTINCT text_hash FROM claim)
