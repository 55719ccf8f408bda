-- one row per file id in `rows` that was kept whole before
SELECT file_id FROM kept_file SEMI JOIN rows USING (file_id)
