-- the row of a run that begins
INSERT INTO run (run_id, flow, started_at, status, versions) VALUES ($run_id, $flow, $now, 'running', $versions)
