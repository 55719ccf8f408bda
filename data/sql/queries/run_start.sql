-- one row: when a run began
SELECT started_at FROM run WHERE run_id = $run_id
