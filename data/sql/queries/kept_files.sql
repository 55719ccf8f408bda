-- one row per file that was kept whole
SELECT file_id FROM kept_file
