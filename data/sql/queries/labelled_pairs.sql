-- one row per pair of sentences whose sameness a reviewer has settled: by a link (either way); because both stand in one
-- cluster that a reviewer labelled as it is now (same); because they are the two that are most alike of two such clusters that
-- are known as twins (different). The word nearest to a person wins: link, then cluster, then twin. Of a cluster at most
-- $most_texts sentences and $most_pairs pairs are taken, chosen by their hashes
WITH labelled AS (
    SELECT cluster_id
    FROM cluster_labels
    WHERE (kind IS NOT NULL OR verdict IS NOT NULL) AND NOT overruled
    GROUP BY cluster_id
    HAVING NOT bool_or(to_be_confirmed)
),
texts AS (
    SELECT membership.cluster_id, claim.text_hash, min(claim.claim_id) AS claim_id
    FROM membership
    JOIN claim USING (claim_id)
    SEMI JOIN labelled ON labelled.cluster_id = membership.cluster_id
    WHERE membership.valid_to IS NULL AND claim.deleted_at IS NULL
    GROUP BY membership.cluster_id, claim.text_hash
    QUALIFY row_number() OVER (PARTITION BY membership.cluster_id ORDER BY md5(claim.text_hash)) <= $most_texts
),
alike AS (
    SELECT a.claim_id AS claim_a, b.claim_id AS claim_b, true AS same, 'cluster' AS why, NULL AS difference, 2 AS rank
    FROM texts AS a
    JOIN texts AS b ON b.cluster_id = a.cluster_id AND b.text_hash > a.text_hash
    QUALIFY row_number() OVER (PARTITION BY a.cluster_id ORDER BY md5(a.text_hash || b.text_hash)) <= $most_pairs
),
pairs AS (
    SELECT claim_a, claim_b, relation = 'same' AS same, 'link' AS why, NULL AS difference, 1 AS rank
    FROM link
    WHERE valid_to IS NULL
    UNION ALL
    SELECT * FROM alike
    UNION ALL
    SELECT near_cluster.claim_a, near_cluster.claim_b, false, 'twin', near_cluster.difference, 3
    FROM near_cluster
    SEMI JOIN labelled AS labelled_a ON labelled_a.cluster_id = near_cluster.cluster_a
    SEMI JOIN labelled AS labelled_b ON labelled_b.cluster_id = near_cluster.cluster_b
    WHERE near_cluster.valid_to IS NULL AND near_cluster.difference IS NOT NULL
)
SELECT
    a.text AS text_a,
    a.language AS lang_a,
    b.text AS text_b,
    b.language AS lang_b,
    pairs.same,
    pairs.why,
    pairs.difference,
    pairs.claim_a,
    pairs.claim_b
FROM pairs
JOIN claim AS a ON a.claim_id = pairs.claim_a AND a.deleted_at IS NULL
JOIN claim AS b ON b.claim_id = pairs.claim_b AND b.deleted_at IS NULL
WHERE a.text_hash <> b.text_hash
QUALIFY row_number() OVER (
    PARTITION BY least(a.text_hash, b.text_hash), greatest(a.text_hash, b.text_hash)
    ORDER BY pairs.rank, pairs.claim_a, pairs.claim_b
) = 1
ORDER BY pairs.rank, pairs.claim_a, pairs.claim_b
