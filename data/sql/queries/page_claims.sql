-- one row per claim that one cluster holds now, the oldest first, without its text; root: the document that its document copies
SELECT
    claim.claim_id,
    claim.document_id,
    claim.text_hash,
    claim.language,
    claim.score,
    claim.deleted_at IS NOT NULL AS is_deleted,
    document.source,
    document.author,
    document."copy",
    coalesce(document.copy_of, document.document_id) AS root,
    document.posted_at IS NULL AS is_undated,
    coalesce(document.posted_at, document.recorded_at) AS seen_at
FROM membership
JOIN claim USING (claim_id)
JOIN document USING (document_id)
WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
ORDER BY seen_at, claim.claim_id
