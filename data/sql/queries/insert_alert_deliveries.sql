-- append what is known of attempts to deliver alerts
INSERT INTO alert_delivery BY NAME SELECT * FROM rows
