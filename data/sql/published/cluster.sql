-- one row per cluster id ever minted
SELECT cluster_id, run_id, minted_at FROM store.cluster
