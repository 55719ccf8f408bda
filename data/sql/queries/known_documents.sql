-- one row per document id in `rows` that the store already has
SELECT document_id FROM document SEMI JOIN rows USING (document_id)
