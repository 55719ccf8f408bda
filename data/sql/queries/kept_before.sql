-- one row per id in `rows` of a document or fact-check that was kept by the moment $before
SELECT document_id AS id FROM document SEMI JOIN rows ON document.document_id = rows.id WHERE recorded_at <= $before
UNION
SELECT factcheck_id AS id FROM factcheck SEMI JOIN rows ON factcheck.factcheck_id = rows.id WHERE recorded_at <= $before
