-- keep what could not be read; the same defect at the same place is kept once
INSERT INTO quarantine BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
