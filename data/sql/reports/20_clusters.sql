-- one row per cluster that holds claims now
-- cluster_id: the cluster
-- claims: claims in it
-- documents: articles and posts that carry it, copies among them
-- languages: their languages and scripts (BCP 47)
-- first_seen: when the first was posted, else read
-- last_seen: when the last was
-- claim: the claim that stands for it
-- kind: what it does, as the newest labeller suggests for most of its claims (codebook)
-- kind_probability: the labeller's certainty, as a mean over its claims (0 to 1)
-- kind_sure: the labeller is sure of it for more than half of the claims (null: suggested before it could say)
-- factcheck_id: the published check that a reviewer accepted, else the one that fits best
-- factcheck: its title
-- factcheck_rating: its rating, in the publisher's words
-- factcheck_probability: how probably it is a check of this claim (0 to 1)
-- verdict: what reviewers found: the last word of all that stand (codebook)
-- reviewed_kind: the kind that a reviewer gave it (codebook)
-- to_be_confirmed: it changed since it was labelled
-- twins: clusters that differ from it by one thing
-- suggestions: clusters that may be the same claim
-- copies: documents that are copies of earlier ones
-- sources: the names of the sources that carry it
-- carriers: how many carry it: posters where they are known, else sources
-- first_source: the source of the document that said it first
-- first_carrier: a token for who posted that one (null: nobody knows, or an article)
-- spread_days: days from the first document to the last
WITH kind_weights AS (
    SELECT
        cluster_id,
        kind,
        sum(kind_probability) AS weight,
        count(kind_sure) AS told,
        count(*) FILTER (kind_sure) AS sure
    FROM claims
    WHERE kind IS NOT NULL
    GROUP BY cluster_id, kind
),
kinds AS (
    SELECT
        cluster_id,
        arg_max(kind, (weight, kind)) AS kind,
        max(weight) AS weight,
        arg_max({'told': told, 'sure': sure}, (weight, kind)) AS surely
    FROM kind_weights
    GROUP BY cluster_id
),
factchecks AS (
    -- one that a reviewer accepted comes before all others
    SELECT
        matched.cluster_id,
        arg_max(matched.factcheck_id, (coalesce(judged.accepted, false), probability, matched.factcheck_id)) AS factcheck_id,
        arg_max(probability, (coalesce(judged.accepted, false), probability, matched.factcheck_id)) AS factcheck_probability
    FROM factcheck_match AS matched
    LEFT JOIN factcheck_judgements AS judged
        ON judged.cluster_id = matched.cluster_id AND judged.factcheck_id = matched.factcheck_id
    WHERE valid_to IS NULL
    GROUP BY matched.cluster_id
),
labels AS (
    SELECT
        cluster_id,
        arg_max(verdict, (reviewed_at, reviewed_cluster_id, reviewer)) AS verdict,
        arg_max(cluster_labels.kind, (reviewed_at, reviewed_cluster_id, reviewer)) AS reviewed_kind,
        bool_or(to_be_confirmed) AS to_be_confirmed
    FROM cluster_labels
    GROUP BY cluster_id
),
near AS (
    SELECT cluster_id, count(difference) AS twins, count(*) FILTER (suggested) AS suggestions
    FROM (
        SELECT cluster_a AS cluster_id, difference, suggested FROM near_cluster WHERE valid_to IS NULL
        UNION ALL
        SELECT cluster_b, difference, suggested FROM near_cluster WHERE valid_to IS NULL
    )
    GROUP BY cluster_id
),
totals AS (
    SELECT
        cluster_id,
        count(*) AS claims,
        count(DISTINCT document_id) AS documents,
        list_sort(list(DISTINCT language)) AS languages,
        min(seen_at) AS first_seen,
        max(seen_at) AS last_seen,
        arg_max(text, (NOT is_deleted, score, claim_id)) AS claim,
        count(DISTINCT document_id) FILTER (is_copy) AS copies,
        list_sort(list(DISTINCT source)) AS sources,
        count(DISTINCT coalesce(carrier, source)) AS carriers,
        -- together, because arg_min passes over nulls
        arg_min({'source': source, 'carrier': carrier}, (seen_at, document_id)) AS first_one
    FROM claims
    GROUP BY cluster_id
)
SELECT
    totals.cluster_id,
    totals.claims,
    totals.documents,
    totals.languages,
    totals.first_seen,
    totals.last_seen,
    totals.claim,
    kinds.kind,
    kinds.weight / totals.claims AS kind_probability,
    CASE WHEN kinds.surely.told > 0 THEN 2 * kinds.surely.sure > totals.claims END AS kind_sure,
    factchecks.factcheck_id,
    factcheck.title AS factcheck,
    factcheck.rating AS factcheck_rating,
    factchecks.factcheck_probability,
    labels.verdict,
    labels.reviewed_kind,
    coalesce(labels.to_be_confirmed, false) AS to_be_confirmed,
    coalesce(near.twins, 0) AS twins,
    coalesce(near.suggestions, 0) AS suggestions,
    totals.copies,
    totals.sources,
    totals.carriers,
    totals.first_one.source AS first_source,
    totals.first_one.carrier AS first_carrier,
    round(epoch(totals.last_seen - totals.first_seen) / 86400, 2) AS spread_days
FROM totals
LEFT JOIN kinds USING (cluster_id)
LEFT JOIN factchecks USING (cluster_id)
LEFT JOIN factcheck ON factcheck.factcheck_id = factchecks.factcheck_id
LEFT JOIN labels USING (cluster_id)
LEFT JOIN near USING (cluster_id)
ORDER BY totals.documents DESC, totals.first_seen, totals.cluster_id
