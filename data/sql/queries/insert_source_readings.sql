-- append what came of reading sources
INSERT INTO source_reading BY NAME SELECT * FROM rows
