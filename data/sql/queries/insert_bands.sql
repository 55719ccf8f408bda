-- keep the bands of documents that are no copies
INSERT INTO near_band BY NAME SELECT * FROM rows
