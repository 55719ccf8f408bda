-- mark earlier runs whose process died; the caller holds the run lock, so none of them can be alive
UPDATE run SET status = 'interrupted', ended_at = $now WHERE status = 'running' AND run_id <> $run_id
