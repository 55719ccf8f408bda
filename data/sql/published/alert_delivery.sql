-- one row per attempt to deliver an alert and what is known of it
SELECT alert_id, channel, attempt, outcome, detail, run_id, recorded_at FROM store.alert_delivery
