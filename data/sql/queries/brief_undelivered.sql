-- one row: how many alerts since $since reached nobody though it was tried
SELECT count(*) AS alerts FROM alerts WHERE recorded_at >= $since AND attempts > 0 AND len(coalesce(delivered, [])) = 0
