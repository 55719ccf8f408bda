-- for the bench: a published check for one cluster in ten
INSERT INTO factcheck BY NAME
SELECT
    'f' || cluster_id AS factcheck_id, 'claim' AS claim, 'title of ' || cluster_id AS title, 'False' AS rating, 'false' AS verdict,
    format('publisher {}', hash(cluster_id) % 12) AS publisher, 'https://checks.example/' || cluster_id AS url,
    minted_at + to_hours(CAST(hash(cluster_id, 1) % 300 AS INTEGER) - 100) AS published_at, 'en' AS language, 'claim' AS folded,
    cluster_id AS text_hash, 'run' AS run_id, minted_at AS recorded_at
FROM cluster
WHERE hash(cluster_id, 7) % 10 = 0
