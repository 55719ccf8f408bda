-- one row per reviewer's word that two claims are the same or different. Left out: the reason
SELECT link_id, claim_a, claim_b, relation, reviewer, valid_from, valid_to, decision_id, recorded_at FROM store.link
