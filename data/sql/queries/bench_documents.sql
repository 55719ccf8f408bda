-- for the bench: $claims documents of $days days, each four in ten times a copy, by 60 sources and many authors
INSERT INTO document BY NAME
SELECT
    format('d{:07d}', n) AS document_id,
    format('post:{}', n) AS natural_key,
    CAST(n AS VARCHAR) AS own_id,
    format('source {:02d}', hash(n, 1) % 60) AS source,
    format('line {}', n) AS position,
    CASE WHEN hash(n, 2) % 10 = 0 THEN 'article' ELSE 'post' END AS medium,
    NULL AS title,
    repeat('अफ़वाह और उसका जवाब, ', 4) || n AS text,
    0 AS body_start,
    CASE hash(n, 3) % 4 WHEN 0 THEN 'en' WHEN 1 THEN 'hi-Latn' WHEN 2 THEN 'mr' ELSE 'hi' END AS language,
    $now - to_milliseconds(CAST((1 - n / CAST($claims AS DOUBLE)) * 86400000 * $days AS BIGINT)) AS posted_at,
    format('author:{:016x}', hash(CAST(power(hash(n, 4) % 1000000 / 1e6, 3) * 250000 AS BIGINT))) AS author,
    CASE WHEN hash(n, 5) % 2 = 0 THEN format('https://belhata.example/posts/{}', n) END AS url,
    format('h{}', n) AS text_hash,
    CASE WHEN hash(n, 6) % 10 < 4 AND n > 100 THEN format('d{:07d}', n - 1 - hash(n, 7) % 100) END AS copy_of,
    CASE WHEN hash(n, 6) % 10 < 4 AND n > 100 THEN 'near' END AS copy,
    '{"platform": "Mastodon"}' AS extra,
    'run' AS run_id,
    posted_at + to_seconds(CAST(600 + hash(n, 8) % 40000 AS INTEGER)) AS recorded_at
FROM range(CAST($claims AS BIGINT)) AS made(n)
