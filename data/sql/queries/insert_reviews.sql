-- append reviews
INSERT INTO review BY NAME SELECT * FROM rows
