-- one row per thing that happened to one cluster and to those merged into it, the newest first: reviewers' decisions (undone_at:
-- when it was taken back), reviews and links made without a decision, and what runs did
WITH RECURSIVE undone AS (
    SELECT undoes AS decision_id, recorded_at AS undone_at FROM decision WHERE undoes IS NOT NULL
),
mergers AS (
    SELECT cluster_event.* FROM cluster_event ANTI JOIN undone USING (decision_id) WHERE event = 'merged'
),
ids AS (
    SELECT $cluster_id AS cluster_id
    UNION
    SELECT mergers.cluster_id FROM ids JOIN mergers ON mergers.other_cluster_id = ids.cluster_id
),
claims AS (
    SELECT claim_id FROM membership WHERE cluster_id = $cluster_id AND valid_to IS NULL
),
decisions AS (
    SELECT
        decision.recorded_at AS "at",
        decision.reviewer AS who,
        'reviewer' AS by,
        decision.action AS what,
        decision.cluster_id,
        decision.other_cluster_id,
        CAST(json_extract_string(decision.content, '$.claims') AS INTEGER) AS claims,
        json_extract_string(decision.content, '$.note') AS reason,
        decision.content,
        decision.decision_id,
        undone.undone_at
    FROM decision
    LEFT JOIN undone USING (decision_id)
    WHERE decision.cluster_id IN (FROM ids) OR decision.other_cluster_id IN (FROM ids)
),
reviews AS (
    SELECT
        recorded_at,
        reviewer,
        'reviewer',
        'judge',
        cluster_id,
        NULL,
        NULL,
        note,
        json_object('kind', review.kind, 'verdict', review.verdict),
        NULL,
        NULL
    FROM review
    WHERE decision_id IS NULL AND cluster_id IN (FROM ids)
),
links AS (
    SELECT
        recorded_at,
        reviewer,
        'reviewer',
        'link',
        $cluster_id,
        NULL,
        NULL,
        reason,
        json_object('claim_a', claim_a, 'claim_b', claim_b, 'relation', relation),
        NULL,
        valid_to
    FROM link
    WHERE decision_id IS NULL AND (claim_a IN (FROM claims) OR claim_b IN (FROM claims))
),
events AS (
    SELECT recorded_at, run_id, 'run', event, cluster_id, other_cluster_id, claims, reason, '{}', NULL, NULL
    FROM cluster_event
    WHERE decision_id IS NULL AND (cluster_id IN (FROM ids) OR other_cluster_id IN (FROM ids))
)
FROM decisions
UNION ALL
FROM reviews
UNION ALL
FROM links
UNION ALL
FROM events
ORDER BY "at" DESC, what, decision_id
