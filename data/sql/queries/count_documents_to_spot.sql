-- how many documents the spotter has not read yet
SELECT count(*) AS n FROM document ANTI JOIN spotting USING (document_id) WHERE deleted_at IS NULL
