-- one row per cluster and document that carries its claim now, copies among them
-- cluster_id: the cluster
-- document_id: the article or post that carries it
-- source: where that was read
-- medium: article or post
-- seen_at: when it was posted, else when it was read
-- is_copy: it is a copy of an earlier document
-- run_id: the run that read it
-- recorded_at: when that was
-- carrier: a token for who posted it (null: nobody knows, or an article, which its source carries)
SELECT DISTINCT
    membership.cluster_id,
    document.document_id,
    document.source,
    document.medium,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    document.copy_of IS NOT NULL AS is_copy,
    document.run_id,
    document.recorded_at,
    CASE WHEN document.medium = 'post' THEN document.author END AS carrier
FROM membership
JOIN claim USING (claim_id)
JOIN document USING (document_id)
WHERE membership.valid_to IS NULL
