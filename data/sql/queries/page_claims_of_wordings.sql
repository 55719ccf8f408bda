-- one row per claim that one cluster holds now in a wording of `rows` (see page_wordings)
WITH standing AS (
    SELECT claim.claim_id, claim.text_hash, coalesce(document.copy_of, document.document_id) AS root
    FROM membership
    JOIN claim USING (claim_id)
    JOIN document USING (document_id)
    WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
),
by_text AS (
    SELECT *, min(root) OVER (PARTITION BY text_hash) AS first_root FROM standing
),
worded AS (
    SELECT *, min(first_root) OVER (PARTITION BY root) AS wording FROM by_text
)
SELECT claim_id FROM worded SEMI JOIN rows USING (wording) ORDER BY claim_id
