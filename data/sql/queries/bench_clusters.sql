-- for the bench: every cluster that ever held a claim
INSERT INTO cluster BY NAME SELECT cluster_id, 'run' AS run_id, min(valid_from) AS minted_at FROM membership GROUP BY cluster_id
