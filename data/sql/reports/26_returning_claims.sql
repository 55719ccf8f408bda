-- one row per return of a claim labelled false, misleading or altered_media: said again after fourteen days of silence or more
-- cluster_id: the cluster
-- claim: the claim that stands for it
-- verdict: what reviewers found (codebook)
-- labelled_at: when its newest label was given
-- to_be_confirmed: it changed since it was labelled
-- silent_since: when it was last said before the silence
-- returned_at: when it was said again
-- silent_days: days between the two
-- after_label: it was known to be false when it came back
-- returned_source: the source that brought it back
-- returned_carrier: a token for who posted it there (null: nobody knows, or an article)
-- documents: articles and posts that carried it from then until it fell silent again, or until now
WITH labels AS (
    SELECT
        cluster_id,
        arg_max(verdict, (reviewed_at, reviewed_cluster_id, reviewer)) AS verdict,
        max(reviewed_at) FILTER (verdict IS NOT NULL) AS labelled_at,
        bool_or(to_be_confirmed) AS to_be_confirmed
    FROM cluster_labels
    GROUP BY cluster_id
),
seen AS (
    SELECT
        carriers.*,
        lag(seen_at) OVER (PARTITION BY cluster_id ORDER BY seen_at, document_id) AS seen_before
    FROM carriers
    SEMI JOIN labels ON labels.cluster_id = carriers.cluster_id AND verdict IN ('false', 'misleading', 'altered_media')
),
spells AS (
    -- a spell is what was said without a silence of fourteen days; spell 0 is the first, which is no return
    SELECT
        *,
        count(*) FILTER (seen_at - seen_before >= INTERVAL 14 DAY) OVER (
            PARTITION BY cluster_id ORDER BY seen_at, document_id
        ) AS spell
    FROM seen
),
returns AS (
    SELECT
        cluster_id,
        spell,
        min(seen_at) AS returned_at,
        arg_min(seen_before, (seen_at, document_id)) AS silent_since,
        arg_min(source, (seen_at, document_id)) AS returned_source,
        arg_min([carrier], (seen_at, document_id))[1] AS returned_carrier,
        count(*) AS documents
    FROM spells
    WHERE spell > 0
    GROUP BY cluster_id, spell
)
SELECT
    returns.cluster_id,
    clusters.claim,
    labels.verdict,
    labels.labelled_at,
    labels.to_be_confirmed,
    returns.silent_since,
    returns.returned_at,
    round(epoch(returns.returned_at - returns.silent_since) / 86400, 2) AS silent_days,
    returns.returned_at > labels.labelled_at AS after_label,
    returns.returned_source,
    returns.returned_carrier,
    returns.documents
FROM returns
JOIN labels USING (cluster_id)
JOIN clusters USING (cluster_id)
ORDER BY returns.returned_at DESC, returns.cluster_id
