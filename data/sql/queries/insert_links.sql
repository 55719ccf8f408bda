-- append reviewers' links
INSERT INTO link BY NAME SELECT * FROM rows
