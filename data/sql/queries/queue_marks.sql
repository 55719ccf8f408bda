-- one row: what changes with everything that queue_clusters reads, and the time of the newest document
SELECT
    (SELECT [count(*), count(valid_to), count(decision_id)] FROM membership) AS memberships,
    (SELECT [epoch_us(max(recorded_at)), epoch_us(max(valid_to))] FROM membership) AS moved,
    (SELECT [count(*), epoch_us(max(recorded_at))] FROM kind_suggestion) AS kinds,
    (SELECT [count(*), count(valid_to), epoch_us(max(recorded_at))] FROM factcheck_match) AS factchecks,
    (SELECT count(deleted_at) FROM claim) AS deleted,
    (SELECT max(coalesce(posted_at, recorded_at)) FROM document) AS newest
