-- for the bench: a suggested kind per claim, each of eight as often as the others
INSERT INTO kind_suggestion BY NAME
SELECT
    claim_id,
    'labeller@1' AS labeller,
    (['factual', 'pledge', 'attack', 'achievement', 'jumlebaazi', 'counter_propaganda', 'vague_promise', 'not_claim'])[
        1 + CAST(hash(text_hash, 7) % 8 AS INTEGER)
    ] AS kind,
    0.3 + (hash(text_hash, 8) % 700) / 1000 AS probability,
    '{}' AS probabilities,
    'run' AS run_id,
    recorded_at
FROM claim
