-- for the bench: an alert of one cluster in a hundred
INSERT INTO alert BY NAME
SELECT
    'a' || cluster_id AS alert_id, cluster_id, 'growing' AS kind, CAST(minted_at AS DATE) AS day, 9 AS documents, 2 AS expected,
    0.0001 AS probability, 'test@1' AS test, 'run' AS run_id, minted_at + INTERVAL 1 DAY AS recorded_at
FROM cluster
WHERE hash(cluster_id, 9) % 100 = 0
