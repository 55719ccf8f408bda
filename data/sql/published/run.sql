-- one row per execution of a flow. Left out: the names of what it did not read
SELECT
    run_id,
    flow,
    started_at,
    ended_at,
    status,
    versions,
    json_merge_patch(summary, '{"ingest": {"skipped": null}, "sources": null, "news": null}') AS summary
FROM store.run
