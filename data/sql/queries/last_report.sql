-- one row: when the last report that was finished began (null: there is none)
SELECT max(started_at) AS started_at FROM run WHERE flow = 'report' AND status = 'finished'
