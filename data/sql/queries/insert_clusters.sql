-- mint cluster ids
INSERT INTO cluster BY NAME SELECT * FROM rows
