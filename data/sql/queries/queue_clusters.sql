-- one row per open cluster: what the reviewers' queue weighs, and its clearest claim
WITH standing AS (
    SELECT membership.cluster_id, claim.claim_id, claim.document_id, claim.score, claim.language, claim.deleted_at
    FROM membership
    JOIN claim USING (claim_id)
    WHERE membership.valid_to IS NULL
),
said AS (
    SELECT
        cluster_id,
        count(*) AS claims,
        list(DISTINCT language) AS languages,
        avg(score) AS score,
        arg_max(claim_id, (deleted_at IS NULL, score, claim_id)) AS clearest
    FROM standing
    GROUP BY cluster_id
),
carried AS (
    SELECT
        cluster_id,
        count(*) AS documents,
        list(DISTINCT source) AS sources,
        min(seen_at) AS first_seen,
        max(seen_at) AS last_seen
    FROM (
        SELECT DISTINCT cluster_id, document_id, source, coalesce(posted_at, recorded_at) AS seen_at
        FROM standing
        JOIN document USING (document_id)
    )
    GROUP BY cluster_id
),
suggested AS (
    SELECT claim_id, arg_max({'kind': kind, 'probability': probability, 'sure': sure}, recorded_at) AS suggestion
    FROM kind_suggestion
    GROUP BY claim_id
),
kind_weights AS (
    SELECT
        cluster_id,
        suggestion.kind AS kind,
        sum(suggestion.probability) AS weight,
        {'told': count(suggestion.sure), 'sure': count(*) FILTER (suggestion.sure)} AS surely
    FROM standing
    JOIN suggested USING (claim_id)
    GROUP BY ALL
),
kinds AS (
    SELECT cluster_id, arg_max(kind, weight) AS kind, max(weight) AS weight, arg_max(surely, weight) AS surely
    FROM kind_weights
    GROUP BY cluster_id
),
factchecks AS (
    SELECT cluster_id, max(probability) AS probability
    FROM factcheck_match
    WHERE valid_to IS NULL
    GROUP BY cluster_id
)
SELECT
    said.cluster_id,
    said.claims,
    carried.documents,
    carried.sources,
    said.languages,
    carried.first_seen,
    carried.last_seen,
    said.score,
    kinds.kind,
    kinds.weight / said.claims AS kind_probability,
    CASE WHEN kinds.surely.told > 0 THEN 2 * kinds.surely.sure > said.claims END AS kind_sure,
    factchecks.probability AS factcheck_probability,
    said.clearest AS claim_id,
    left(claim.text, 701) AS text,
    claim.language
FROM said
JOIN carried USING (cluster_id)
JOIN claim ON claim.claim_id = said.clearest
LEFT JOIN kinds ON kinds.cluster_id = said.cluster_id
LEFT JOIN factchecks ON factchecks.cluster_id = said.cluster_id
ORDER BY said.cluster_id
