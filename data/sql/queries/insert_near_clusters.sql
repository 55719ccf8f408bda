-- keep pairs of clusters that say nearly the same
INSERT INTO near_cluster BY NAME SELECT * FROM rows
