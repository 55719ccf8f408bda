-- one row per published fact-check, ours or someone else's
SELECT factcheck_id, claim, title, rating, verdict, publisher, url, published_at, language, run_id, recorded_at
FROM store.factcheck
