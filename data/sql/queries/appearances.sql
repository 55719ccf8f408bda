-- one row per document that carries the claim of a cluster in `rows`, copies among them: its address and when it was posted,
-- where these are known; the first that was seen comes first
SELECT carriers.cluster_id, document.url, document.posted_at, carriers.seen_at, carriers.document_id
FROM carriers
JOIN document USING (document_id)
SEMI JOIN rows ON rows.cluster_id = carriers.cluster_id
ORDER BY carriers.cluster_id, carriers.seen_at, carriers.document_id
