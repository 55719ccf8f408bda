-- one row per document that has an address, or had one before its text was deleted: its page need not be fetched again
SELECT document_id FROM document WHERE url IS NOT NULL OR deleted_at IS NOT NULL
