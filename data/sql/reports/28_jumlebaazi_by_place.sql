-- one row per day, place, source and kind: charges of empty promises (jumlebaazi) and answers to propaganda (counter_propaganda)
-- day: when it was said (Asia/Kolkata)
-- place: a place that the sentence names, by the words of `place_words`; a sentence that names two counts at both (null: none)
-- source: where the document was read
-- kind: jumlebaazi or counter_propaganda: the kind that a reviewer gave the cluster, else the one suggested for the claim
-- claims: claims
-- documents: articles and posts that say them, copies among them
-- clusters: different claims
-- carriers: how many say them: posters where they are known, else the source
WITH labels AS (
    SELECT cluster_id, arg_max(kind, (reviewed_at, reviewed_cluster_id, reviewer)) AS kind
    FROM cluster_labels
    GROUP BY cluster_id
),
counted AS (
    SELECT claims.*, coalesce(labels.kind, claims.kind) AS settled_kind
    FROM claims
    LEFT JOIN labels USING (cluster_id)
    WHERE coalesce(labels.kind, claims.kind) IN ('jumlebaazi', 'counter_propaganda')
),
tokens AS (
    -- letters, vowel signs and digits make a word; \w would lose the signs of Devanagari. The nukta (U+093C) is often left out
    SELECT
        claim_id,
        regexp_extract_all(replace(nfc_normalize(lower(text)), chr(2364), ''), '[\p{L}\p{M}\p{N}]+') AS words
    FROM counted
),
pairs AS (
    -- each word with the next one; the last with null
    SELECT claim_id, unnest(words) AS word, unnest(words[2:]) AS next_word FROM tokens
),
said AS (
    SELECT claim_id, word FROM pairs
    UNION ALL
    SELECT claim_id, word || ' ' || next_word FROM pairs
),
named AS (
    SELECT DISTINCT said.claim_id, place_words.place
    FROM said
    JOIN place_words USING (word)
)
SELECT
    CAST(counted.seen_at AT TIME ZONE 'Asia/Kolkata' AS DATE) AS day,
    named.place,
    counted.source,
    counted.settled_kind AS kind,
    count(*) AS claims,
    count(DISTINCT counted.document_id) AS documents,
    count(DISTINCT counted.cluster_id) AS clusters,
    count(DISTINCT coalesce(counted.carrier, counted.source)) AS carriers
FROM counted
LEFT JOIN named USING (claim_id)
GROUP BY ALL
ORDER BY ALL
