-- one row per table of the file, whoever made it
SELECT table_name FROM duckdb_tables() ORDER BY table_name
