-- one row: what changes when claims come or their texts are deleted
SELECT count(*) AS claims, count(deleted_at) AS deleted, max(recorded_at) AS newest FROM claim
