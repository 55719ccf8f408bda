-- one row per kind and language (all: every one of them): the suggested kinds against those that reviewers gave
-- kind: the kind (codebook; all: every kind)
-- language: the language that most of the cluster's claims are in (BCP 47; all: every language)
-- suggested: labelled clusters for which the newest labeller suggests this kind
-- reviewed: clusters to which reviewers gave this kind
-- right: those for which both say it
-- precision: right / suggested (0 to 1; null: never suggested)
-- recall: right / reviewed (0 to 1; null: never given)
-- f1: their harmonic mean (0 to 1)
WITH spoken AS (
    SELECT cluster_id, mode(language ORDER BY language) AS language FROM claims GROUP BY cluster_id
),
judged AS (
    SELECT spoken.language, clusters.kind AS suggested, clusters.reviewed_kind AS reviewed
    FROM clusters
    JOIN spoken USING (cluster_id)
    WHERE clusters.kind IS NOT NULL AND clusters.reviewed_kind IS NOT NULL
),
said AS (
    SELECT suggested AS kind, language, true AS is_suggested, suggested = reviewed AS is_right FROM judged
    UNION ALL
    SELECT reviewed, language, false, false FROM judged
),
counted AS (
    SELECT
        coalesce(kind, 'all') AS kind,
        coalesce(language, 'all') AS language,
        count(*) FILTER (is_suggested) AS suggested,
        count(*) FILTER (NOT is_suggested) AS reviewed,
        count(*) FILTER (is_right) AS right_ones
    FROM said
    GROUP BY GROUPING SETS ((kind, language), (kind), (language), ())
)
SELECT
    kind,
    language,
    suggested,
    reviewed,
    right_ones AS "right",
    round(right_ones / nullif(suggested, 0), 4) AS precision,
    round(right_ones / nullif(reviewed, 0), 4) AS recall,
    round(2 * right_ones / (suggested + reviewed), 4) AS f1
FROM counted
WHERE suggested + reviewed > 0
ORDER BY kind, language
