-- say again what the links in `rows` said (link_id), each as a link of its own (new_id)
INSERT INTO link BY NAME
SELECT
    rows.new_id AS link_id,
    link.claim_a,
    link.claim_b,
    link.text_a,
    link.text_b,
    link.relation,
    link.reviewer,
    link.reason,
    $now AS valid_from,
    $now AS recorded_at,
    $decision_id AS decision_id
FROM link
JOIN rows USING (link_id)
