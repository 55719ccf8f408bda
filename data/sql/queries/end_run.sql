-- close a run with its status and summary
UPDATE run SET status = $status, ended_at = $now, summary = $summary WHERE run_id = $run_id
