-- one row per cluster that holds claims now: who carried it first, who came next, and how long after
-- cluster_id: the cluster
-- claim: the claim that stands for it
-- first_seen: when the first document was posted, else read
-- first_document_id: that document
-- first_source: its source
-- first_medium: article or post
-- first_carrier: a token for who posted it (null: nobody knows, or an article, which its source carries)
-- first_url: its address
-- second_source: the source of the next document by somebody else (null: nobody else carried it)
-- second_carrier: a token for who posted that one
-- second_seen: when
-- lead_hours: hours between the two
-- documents: articles and posts that carry it, copies among them
-- carriers: how many carry it: posters where they are known, else sources
WITH carried AS (
    SELECT
        carriers.*,
        document.url,
        coalesce(carrier, carriers.source) AS hand,
        row_number() OVER (
            PARTITION BY cluster_id, coalesce(carrier, carriers.source) ORDER BY seen_at, document_id
        ) AS nth_of_hand
    FROM carriers
    JOIN document USING (document_id)
),
hands AS (
    -- each carrier's first document, in the order in which they came
    SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY seen_at, document_id) AS nth
    FROM carried
    WHERE nth_of_hand = 1
)
SELECT
    clusters.cluster_id,
    clusters.claim,
    first_hand.seen_at AS first_seen,
    first_hand.document_id AS first_document_id,
    first_hand.source AS first_source,
    first_hand.medium AS first_medium,
    first_hand.carrier AS first_carrier,
    first_hand.url AS first_url,
    second_hand.source AS second_source,
    second_hand.carrier AS second_carrier,
    second_hand.seen_at AS second_seen,
    round(epoch(second_hand.seen_at - first_hand.seen_at) / 3600, 2) AS lead_hours,
    clusters.documents,
    clusters.carriers
FROM clusters
JOIN hands AS first_hand ON first_hand.cluster_id = clusters.cluster_id AND first_hand.nth = 1
LEFT JOIN hands AS second_hand ON second_hand.cluster_id = clusters.cluster_id AND second_hand.nth = 2
ORDER BY first_hand.seen_at, clusters.cluster_id
