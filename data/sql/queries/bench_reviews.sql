-- for the bench: one cluster in eight judged, by one of nine reviewers, every fifth of them by two
INSERT INTO review BY NAME
SELECT
    format('r{}{}', cluster_id, again) AS review_id,
    cluster_id,
    format('reviewer {}', 1 + hash(cluster_id, again) % 9) AS reviewer,
    (['factual', 'pledge', 'attack', 'jumlebaazi', 'counter_propaganda'])[1 + CAST(hash(cluster_id, 2) % 5 AS INTEGER)] AS kind,
    (['false', 'misleading', 'true', 'unverifiable', 'satire'])[1 + CAST(hash(cluster_id, again, 3) % 5 AS INTEGER)] AS verdict,
    '' AS note,
    minted_at + to_hours(CAST(1 + hash(cluster_id, again, 4) % 200 AS INTEGER)) AS valid_from,
    valid_from AS recorded_at
FROM cluster
CROSS JOIN range(2) AS made(again)
WHERE hash(cluster_id, 5) % 8 = 0 AND (again = 0 OR hash(cluster_id, 6) % 5 = 0)
