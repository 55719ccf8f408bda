-- one row when the batch was written: which run wrote it
SELECT run_id FROM batch WHERE batch_id = $batch_id
