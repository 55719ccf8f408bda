-- one row per reviewed cluster and reviewer: the judgement that stands, where the cluster is now, and what changed it since
WITH RECURSIVE lives AS (
    -- each reviewed cluster under every id it has had: its own, then those it was merged into
    SELECT DISTINCT cluster_id AS reviewed_cluster_id, cluster_id, CAST('-infinity' AS TIMESTAMPTZ) AS since
    FROM review
    UNION
    SELECT lives.reviewed_cluster_id, merged.other_cluster_id, merged.recorded_at
    FROM lives
    JOIN cluster_event AS merged ON merged.cluster_id = lives.cluster_id AND merged.event = 'merged'
),
now AS (
    SELECT reviewed_cluster_id, arg_max(cluster_id, since) AS cluster_id
    FROM lives
    GROUP BY reviewed_cluster_id
),
stays AS (
    SELECT cluster_id, valid_from, lag(cluster_id) OVER (PARTITION BY claim_id ORDER BY valid_from) AS from_id
    FROM membership
    WHERE claim_id IN (SELECT claim_id FROM membership WHERE valid_to IS NOT NULL)
),
moves AS (
    -- claims that went from one cluster to another; a claim that is new in the store moves nothing
    SELECT DISTINCT
        stays.from_id,
        stays.cluster_id AS to_id,
        stays.valid_from AS moved_at,
        merged.event_id IS NOT NULL AS is_merge
    FROM stays
    LEFT JOIN cluster_event AS merged
        ON merged.event = 'merged'
        AND merged.cluster_id = stays.from_id
        AND merged.other_cluster_id = stays.cluster_id
        AND merged.recorded_at = stays.valid_from
    WHERE stays.from_id <> stays.cluster_id
),
changes AS (
    SELECT
        lives.reviewed_cluster_id,
        moves.moved_at,
        CASE WHEN moves.is_merge THEN 'merged with ' ELSE 'claims went to ' END || moves.to_id AS what,
        moves.is_merge AS ended
    FROM lives
    JOIN moves ON moves.from_id = lives.cluster_id AND moves.moved_at >= lives.since
    UNION ALL
    SELECT
        lives.reviewed_cluster_id,
        moves.moved_at,
        CASE WHEN moves.is_merge THEN 'merged with ' ELSE 'claims came from ' END || moves.from_id,
        false
    FROM lives
    JOIN moves ON moves.to_id = lives.cluster_id AND moves.moved_at >= lives.since
    LEFT JOIN lives AS earlier
        ON earlier.reviewed_cluster_id = lives.reviewed_cluster_id AND earlier.cluster_id = moves.from_id
    WHERE earlier.cluster_id IS NULL
),
standing AS (
    SELECT
        cluster_id AS reviewed_cluster_id,
        reviewer,
        arg_max(review.kind, (recorded_at, review_id)) AS kind,
        arg_max(review.verdict, (recorded_at, review_id)) AS verdict,
        arg_max(review.note, (recorded_at, review_id)) FILTER (review.note <> '') AS note,
        -- a later note alone judges nothing anew
        coalesce(
            max(valid_from) FILTER (review.kind IS NOT NULL OR review.verdict IS NOT NULL), max(valid_from)
        ) AS reviewed_at
    FROM review
    GROUP BY cluster_id, reviewer
),
labels AS (
    -- a review of an id that was merged away speaks of what that id was, also when it came late
    SELECT
        standing.*,
        string_agg(
            changes.what || ' on ' || CAST(CAST(changes.moved_at AT TIME ZONE 'Asia/Kolkata' AS DATE) AS VARCHAR),
            '; ' ORDER BY changes.moved_at, changes.what
        ) AS changed,
        max(changes.moved_at) AS changed_at
    FROM standing
    LEFT JOIN changes
        ON changes.reviewed_cluster_id = standing.reviewed_cluster_id
        AND (changes.moved_at > standing.reviewed_at OR changes.ended)
    GROUP BY ALL
),
judged AS (
    SELECT cluster_id, max(valid_from) AS judged_at
    FROM review
    WHERE kind IS NOT NULL OR verdict IS NOT NULL
    GROUP BY cluster_id
)
SELECT
    now.cluster_id,
    labels.reviewed_cluster_id,
    labels.reviewer,
    labels.kind,
    labels.verdict,
    labels.note,
    labels.reviewed_at,
    -- until anyone judges the cluster as it is now
    labels.changed IS NOT NULL
        AND (labels.kind IS NOT NULL OR labels.verdict IS NOT NULL)
        AND (judged.judged_at IS NULL OR judged.judged_at <= labels.changed_at) AS to_be_confirmed,
    labels.changed,
    labels.changed_at
FROM labels
JOIN now USING (reviewed_cluster_id)
LEFT JOIN judged ON judged.cluster_id = now.cluster_id
ORDER BY labels.reviewed_at DESC, labels.reviewed_cluster_id, labels.reviewer
