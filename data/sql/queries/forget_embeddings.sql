-- delete the vectors of texts that nothing in the store says any more
DELETE FROM embedding
WHERE text_hash IN (SELECT text_hash FROM claim WHERE deleted_at IS NOT NULL)
    AND text_hash NOT IN (SELECT text_hash FROM claim WHERE deleted_at IS NULL)
    AND text_hash NOT IN (SELECT text_hash FROM factcheck)
