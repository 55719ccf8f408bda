-- append alerts
INSERT INTO alert BY NAME SELECT * FROM rows
