-- one row per kind suggested for claims of one cluster: its share of the probability, the likeliest first, and whether the labeller was
-- sure of it for more than half of all claims (null: made before it could say), as in the report
WITH standing AS (
    SELECT claim_id
    FROM membership
    WHERE cluster_id = $cluster_id AND valid_to IS NULL
),
suggested AS (
    SELECT claim_id, arg_max({'kind': kind, 'probability': probability, 'sure': sure}, recorded_at) AS suggestion
    FROM kind_suggestion
    SEMI JOIN standing USING (claim_id)
    GROUP BY claim_id
)
SELECT
    suggestion.kind AS kind,
    sum(suggestion.probability) / (SELECT count(*) FROM standing) AS probability,
    count(*) AS claims,
    CASE WHEN count(suggestion.sure) > 0
        THEN 2 * count(*) FILTER (suggestion.sure) > (SELECT count(*) FROM standing)
    END AS sure
FROM suggested
GROUP BY suggestion.kind
ORDER BY probability DESC, kind
