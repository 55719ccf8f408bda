-- keep fact-checks; one whose id is there already is left as it is
INSERT INTO factcheck BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
