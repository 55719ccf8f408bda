"""What is kept: the DuckDB store, SQL files, records, sources, codebook and samples."""
