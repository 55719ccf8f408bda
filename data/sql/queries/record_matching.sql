-- remember the state in which clusters were matched
INSERT OR REPLACE INTO matching BY NAME SELECT * FROM rows
