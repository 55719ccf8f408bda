-- one row: what changes with everything that queue_clusters reads, and the time of the newest document
SELECT
    (SELECT format('{} {} {} {}', count(*), count(valid_to), max(recorded_at), max(valid_to)) FROM membership) AS memberships,
    (SELECT format('{} {}', count(*), max(recorded_at)) FROM kind_suggestion) AS kinds,
    (SELECT format('{} {} {}', count(*), count(valid_to), max(recorded_at)) FROM factcheck_match) AS factchecks,
    (SELECT count(deleted_at) FROM claim) AS deleted,
    (SELECT max(coalesce(posted_at, recorded_at)) FROM document) AS newest
