-- remember files that were kept whole
INSERT INTO kept_file BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
