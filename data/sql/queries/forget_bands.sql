-- delete the bands of documents of which no copy has its text any more: nothing can be compared with them
DELETE FROM near_band
WHERE document_id NOT IN (SELECT coalesce(copy_of, document_id) FROM document WHERE deleted_at IS NULL)
