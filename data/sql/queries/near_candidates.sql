-- one row per document_id in `rows` and earlier document with which it shares a band
SELECT DISTINCT rows.document_id, near_band.document_id AS first_id
FROM near_band
JOIN rows USING (band)
WHERE near_band.method = $method
ORDER BY ALL
