-- keep suggested kinds
INSERT INTO kind_suggestion BY NAME SELECT * FROM rows ON CONFLICT DO NOTHING
