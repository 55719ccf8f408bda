-- for the bench: one claim per document, of sixteen words of which some name a place, no two alike
INSERT INTO claim BY NAME
SELECT
    'c' || document_id AS claim_id,
    document_id,
    0 AS span_start,
    80 AS span_end,
    format(
        'In {} it was said on day {} that every {} in ward {} would get {} litres of water {}',
        (['Gorakhpur', 'गोरखपुर', 'Lucknow', 'Belhata', 'Nauretha', 'Kanpur', 'दिल्ली', 'our town'])[1 + CAST(hash(own_id, 1) % 8 AS INTEGER)],
        hash(own_id, 2) % 700, (['house', 'farm', 'school', 'shop'])[1 + CAST(hash(own_id, 3) % 4 AS INTEGER)], hash(own_id, 4) % 90,
        hash(own_id, 5) % 5000, own_id
    ) AS text,
    text AS folded,
    'h' || document_id AS text_hash,
    language,
    NULL AS speaker,
    (hash(own_id, 6) % 1000) / 1000 AS score,
    'spotter@1' AS spotter,
    'run' AS run_id,
    recorded_at + INTERVAL 1 MINUTE AS recorded_at
FROM document
