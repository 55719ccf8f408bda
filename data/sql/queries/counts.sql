-- how much the store holds
SELECT
    (SELECT count(*) FROM document) AS documents,
    (SELECT count(*) FROM claim) AS claims,
    (SELECT count(DISTINCT cluster_id) FROM membership WHERE valid_to IS NULL) AS clusters,
    (SELECT count(*) FROM quarantine) AS quarantined
