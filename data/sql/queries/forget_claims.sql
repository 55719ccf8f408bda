-- delete the texts of the claims of deleted documents that no document still says, and that no review or link is about:
-- of what a review judged, the claim that stood for the cluster at that time stays
WITH judged AS (
    SELECT arg_max(claim.claim_id, (claim.score, claim.claim_id)) AS claim_id
    FROM review
    JOIN membership ON membership.cluster_id = review.cluster_id
        AND membership.valid_from <= review.valid_from
        AND (membership.valid_to IS NULL OR membership.valid_to > review.valid_from)
    JOIN claim USING (claim_id)
    WHERE claim.deleted_at IS NULL OR claim.deleted_at > review.valid_from
    GROUP BY review.review_id
),
kept AS (
    SELECT claim_id FROM judged
    UNION ALL
    SELECT claim_a FROM link WHERE valid_to IS NULL
    UNION ALL
    SELECT claim_b FROM link WHERE valid_to IS NULL
),
said AS (
    SELECT claim.text_hash FROM claim JOIN document USING (document_id) WHERE document.deleted_at IS NULL
)
UPDATE claim
SET text = 'deleted after ' || $days || CASE WHEN $days = 1 THEN ' day' ELSE ' days' END,
    folded = '',
    normalised = NULL,
    speaker = NULL,
    speaker_post = NULL,
    speaker_party = NULL,
    deleted_at = $now
WHERE deleted_at IS NULL
    AND document_id IN (SELECT document_id FROM document WHERE document.deleted_at IS NOT NULL)
    AND claim_id NOT IN (SELECT claim_id FROM kept)
    AND text_hash NOT IN (SELECT text_hash FROM said)
