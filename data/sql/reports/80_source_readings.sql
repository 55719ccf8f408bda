-- one row per declared source and run that read it
-- started_at: when the reading began
-- source: the declared source
-- kind: what kind of source it is (feed, page, files, ...)
-- status: read, part (only some days were wanted) or failed
-- items: what came (articles, posts, fact-checks)
-- new: how many of them were not known
-- rejected: how many went to quarantine, by reason (JSON)
-- reason: failed: a code
-- fault: failed: a sentence
-- attempts: how often it was tried
-- seconds: how long it took (seconds)
-- run_id: the run that read it
SELECT
    started_at,
    source,
    kind,
    status,
    items,
    new,
    rejected,
    reason,
    fault,
    attempts,
    epoch(ended_at - started_at) AS seconds,
    run_id
FROM source_reading
ORDER BY started_at DESC, source
