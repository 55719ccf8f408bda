-- suggest fact-checks for clusters
INSERT INTO factcheck_match BY NAME SELECT * FROM rows
