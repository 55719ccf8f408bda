-- one row per reviewer's link that stands now
SELECT link_id, claim_a, claim_b, relation FROM link WHERE valid_to IS NULL ORDER BY recorded_at, link_id
