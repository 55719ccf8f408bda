-- delete what documents said that came before $before: read by the spotter, all their claims in a cluster; their rows stay
UPDATE document
SET
    text = '',
    title = NULL,
    author = NULL,
    url = NULL,
    extra = '{}',
    own_id = '',
    natural_key = 'deleted ' || document_id,
    body_start = 0,
    deleted_at = $now
WHERE deleted_at IS NULL
    AND recorded_at < $before
    AND document_id IN (SELECT document_id FROM spotting)
    AND document_id NOT IN (
        SELECT claim.document_id
        FROM claim
        ANTI JOIN (SELECT claim_id FROM membership WHERE valid_to IS NULL) AS clustered USING (claim_id)
    )
