-- the ledger row of a batch; returns no row when the batch was written before
INSERT INTO batch VALUES ($batch_id, $run_id, $what, $now)
ON CONFLICT DO NOTHING
RETURNING batch_id
