-- for the bench: those checks matched with their clusters
INSERT INTO factcheck_match BY NAME
SELECT
    text_hash AS cluster_id, factcheck_id, 0.8 AS probability, 'matcher@1' AS matcher, 'run' AS run_id, recorded_at AS valid_from,
    recorded_at
FROM factcheck
