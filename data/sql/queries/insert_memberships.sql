-- claims enter clusters
INSERT INTO membership BY NAME SELECT * FROM rows
