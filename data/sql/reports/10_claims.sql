-- one row per claim that is in a cluster now
WITH kinds AS (
    SELECT
        claim_id,
        arg_max(kind, recorded_at) AS kind,
        arg_max(probability, recorded_at) AS kind_probability,
        arg_max(labeller, recorded_at) AS labeller
    FROM kind_suggestion
    GROUP BY claim_id
)
SELECT
    claim.claim_id,
    membership.cluster_id,
    document.own_id,
    document.document_id,
    document.source,
    document.medium,
    document.title,
    document.posted_at,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    claim.span_start,
    claim.span_end,
    claim.text,
    claim.language,
    claim.speaker,
    claim.score,
    kinds.kind,
    kinds.kind_probability,
    kinds.labeller,
    membership.probability AS membership_probability,
    membership.matcher,
    document.copy_of IS NOT NULL AS is_copy,
    document.url,
    document.copy,
    document.resemblance,
    claim.deleted_at IS NOT NULL AS is_deleted
FROM claim
JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
JOIN document ON document.document_id = claim.document_id
LEFT JOIN kinds ON kinds.claim_id = claim.claim_id
