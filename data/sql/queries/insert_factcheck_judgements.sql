-- append reviewers' words on fact-checks
INSERT INTO factcheck_judgement BY NAME SELECT * FROM rows
