-- append reviewers' decisions
INSERT INTO decision BY NAME SELECT * FROM rows
