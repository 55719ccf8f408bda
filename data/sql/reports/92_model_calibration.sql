-- one row per kind, language (all: every one of them) and tenth of the certainty of the suggested kind
-- kind: the suggested kind (codebook; all: every kind)
-- language: the language that most of the cluster's claims are in (BCP 47; all: every language)
-- certainty_from: the least certainty of this tenth (0, 0.1, ... 0.9)
-- clusters: labelled clusters whose suggested kind has such a certainty
-- mean_certainty: their mean certainty (0 to 1)
-- right_share: the share of them for which the reviewers say the same (0 to 1; near mean_certainty where certainty can be believed)
WITH spoken AS (
    SELECT cluster_id, mode(language ORDER BY language) AS language FROM claims GROUP BY cluster_id
),
judged AS (
    SELECT
        clusters.kind,
        spoken.language,
        least(floor(clusters.kind_probability * 10), 9) / 10 AS certainty_from,
        clusters.kind_probability AS certainty,
        clusters.kind = clusters.reviewed_kind AS is_right
    FROM clusters
    JOIN spoken USING (cluster_id)
    WHERE clusters.kind IS NOT NULL AND clusters.reviewed_kind IS NOT NULL
)
SELECT
    coalesce(kind, 'all') AS kind,
    coalesce(language, 'all') AS language,
    certainty_from,
    count(*) AS clusters,
    round(avg(certainty), 4) AS mean_certainty,
    round(avg(CAST(is_right AS INTEGER)), 4) AS right_share
FROM judged
GROUP BY GROUPING SETS (
    (kind, language, certainty_from), (kind, certainty_from), (language, certainty_from), (certainty_from)
)
ORDER BY kind, language, certainty_from
