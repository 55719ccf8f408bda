-- keep documents; one whose id is there already is left as it is
INSERT INTO document BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
