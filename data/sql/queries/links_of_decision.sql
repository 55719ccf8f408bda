-- one row per link that a decision made, with when it ended (null: it stands)
SELECT link_id, claim_a, claim_b, valid_to FROM link WHERE decision_id = $decision_id
