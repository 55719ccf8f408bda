-- one row per claim and labeller version: the kind it suggests. Left out: the probabilities of the other kinds
SELECT claim_id, labeller, kind, probability, sure, run_id, recorded_at FROM store.kind_suggestion
