-- remember which documents the spotter has read
INSERT INTO spotting BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
