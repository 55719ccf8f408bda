-- keep words written in Devanagari
INSERT INTO transliteration BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
