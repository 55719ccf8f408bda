-- append events in the lives of clusters
INSERT INTO cluster_event BY NAME SELECT * FROM rows
