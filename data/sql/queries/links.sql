-- one row per reviewer's link that stands now, with the hashes of its claims' texts
SELECT
    link.link_id,
    link.claim_a,
    link.claim_b,
    link.relation,
    link.reviewer,
    link.valid_from,
    claim_a.text_hash AS text_a,
    claim_b.text_hash AS text_b
FROM link
LEFT JOIN claim AS claim_a ON claim_a.claim_id = link.claim_a
LEFT JOIN claim AS claim_b ON claim_b.claim_id = link.claim_b
WHERE link.valid_to IS NULL
ORDER BY link.recorded_at, link.link_id
