-- one row per reviewed cluster and reviewer: the judgement that stands, where the cluster is now, and what changed it since
-- cluster_id: where the cluster is now
-- reviewed_cluster_id: the cluster that was reviewed, by the id it had then
-- reviewer: who reviewed it
-- kind: the kind that the reviewer gave last (codebook)
-- verdict: the verdict that the reviewer gave last (codebook)
-- note: the last note
-- reviewed_at: when the reviewer last gave a kind or a verdict
-- to_be_confirmed: the cluster was changed since, nobody has judged it as it is now, and the label is not overruled
-- changed: what changed it since, but for what the reviewer changed: with which cluster, on which day, by which reviewer
-- changed_at: when it was last changed so
-- confidence: how sure the reviewer was (0 to 1; null: not said)
-- evidence: the address of the evidence
-- adjudicates: this judgement settles a disagreement
-- reason: why the reviewers had differed (codebook), where it does
-- overruled: somebody settled a disagreement about the cluster after this was said
WITH RECURSIVE undone AS (
    -- what was taken back counts no more: reviews, and what became of clusters
    SELECT undoes AS decision_id FROM decision WHERE undoes IS NOT NULL
),
words AS (
    -- a review speaks of the cluster as its page showed it
    SELECT review.*, coalesce(seen_at, valid_from) AS speaks_of
    FROM review
    ANTI JOIN undone USING (decision_id)
),
mergers AS (
    SELECT cluster_event.* FROM cluster_event ANTI JOIN undone USING (decision_id) WHERE event = 'merged'
),
lives AS (
    -- each reviewed cluster under every id it has had: its own, then those it was merged into
    SELECT DISTINCT cluster_id AS reviewed_cluster_id, cluster_id, CAST('-infinity' AS TIMESTAMPTZ) AS since
    FROM words
    UNION
    SELECT lives.reviewed_cluster_id, mergers.other_cluster_id, mergers.recorded_at
    FROM lives
    JOIN mergers ON mergers.cluster_id = lives.cluster_id
),
now AS (
    SELECT reviewed_cluster_id, arg_max(cluster_id, since) AS cluster_id
    FROM lives
    GROUP BY reviewed_cluster_id
),
stays AS (
    SELECT
        cluster_id,
        valid_from,
        decision_id,
        lag(cluster_id) OVER (PARTITION BY claim_id ORDER BY valid_from) AS from_id
    FROM membership
    ANTI JOIN undone USING (decision_id)
    WHERE claim_id IN (SELECT claim_id FROM membership WHERE valid_to IS NOT NULL)
),
moves AS (
    -- claims that went from one cluster to another; a claim that is new in the store moves nothing
    SELECT DISTINCT
        stays.from_id,
        stays.cluster_id AS to_id,
        stays.valid_from AS moved_at,
        mergers.event_id IS NOT NULL AS is_merge,
        decision.reviewer AS moved_by
    FROM stays
    LEFT JOIN mergers
        ON mergers.cluster_id = stays.from_id
        AND mergers.other_cluster_id = stays.cluster_id
        AND mergers.recorded_at = stays.valid_from
    LEFT JOIN decision ON decision.decision_id = stays.decision_id
    WHERE stays.from_id <> stays.cluster_id
),
changes AS (
    SELECT
        lives.reviewed_cluster_id,
        moves.moved_at,
        moves.moved_by,
        CASE WHEN moves.is_merge THEN 'merged with ' ELSE 'claims went to ' END || moves.to_id AS what,
        moves.is_merge AS ended
    FROM lives
    JOIN moves ON moves.from_id = lives.cluster_id AND moves.moved_at >= lives.since
    UNION ALL
    SELECT
        lives.reviewed_cluster_id,
        moves.moved_at,
        moves.moved_by,
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
        arg_max(words.kind, (recorded_at, review_id)) AS kind,
        arg_max(words.verdict, (recorded_at, review_id)) AS verdict,
        arg_max(words.note, (recorded_at, review_id)) FILTER (words.note <> '') AS note,
        -- a later note alone judges nothing anew
        coalesce(
            max(valid_from) FILTER (words.kind IS NOT NULL OR words.verdict IS NOT NULL), max(valid_from)
        ) AS reviewed_at,
        coalesce(
            max(speaks_of) FILTER (words.kind IS NOT NULL OR words.verdict IS NOT NULL), max(speaks_of)
        ) AS speaks_of,
        arg_max(words.confidence, (recorded_at, review_id)) AS confidence,
        arg_max(words.evidence, (recorded_at, review_id)) AS evidence,
        coalesce(
            arg_max(coalesce(words.adjudicates, false), (recorded_at, review_id)) FILTER (
                words.kind IS NOT NULL OR words.verdict IS NOT NULL
            ),
            false
        ) AS adjudicates,
        arg_max(words.reason, (recorded_at, review_id)) AS reason
    FROM words
    GROUP BY cluster_id, reviewer
),
labels AS (
    -- a review of an id that was merged away speaks of what that id was, also when it came late; what reviewers change
    -- themselves unsettles only the words of others
    SELECT
        standing.*,
        string_agg(
            format(
                '{} on {}{}',
                changes.what,
                CAST(CAST(changes.moved_at AT TIME ZONE 'Asia/Kolkata' AS DATE) AS VARCHAR),
                coalesce(' by ' || changes.moved_by, '')
            ),
            '; ' ORDER BY changes.moved_at, changes.what
        ) AS changed,
        max(changes.moved_at) AS changed_at
    FROM standing
    LEFT JOIN changes
        ON changes.reviewed_cluster_id = standing.reviewed_cluster_id
        AND (changes.moved_at > standing.speaks_of OR changes.ended)
        AND changes.moved_by IS DISTINCT FROM standing.reviewer
    GROUP BY ALL
),
judged AS (
    SELECT
        now.cluster_id,
        -- until anyone judges the cluster as it is now
        max(words.speaks_of) FILTER (words.cluster_id = now.cluster_id) AS judged_at,
        max(words.recorded_at) FILTER (words.adjudicates) AS adjudicated_at
    FROM words
    JOIN now ON now.reviewed_cluster_id = words.cluster_id
    WHERE words.kind IS NOT NULL OR words.verdict IS NOT NULL
    GROUP BY now.cluster_id
)
SELECT
    now.cluster_id,
    labels.reviewed_cluster_id,
    labels.reviewer,
    labels.kind,
    labels.verdict,
    labels.note,
    labels.reviewed_at,
    labels.changed IS NOT NULL
        AND (labels.kind IS NOT NULL OR labels.verdict IS NOT NULL)
        AND (judged.judged_at IS NULL OR judged.judged_at <= labels.changed_at)
        AND (judged.adjudicated_at > labels.reviewed_at) IS NOT TRUE AS to_be_confirmed,
    labels.changed,
    labels.changed_at,
    labels.confidence,
    labels.evidence,
    labels.adjudicates,
    labels.reason,
    -- somebody settled the disagreement after this was said
    coalesce(judged.adjudicated_at > labels.reviewed_at, false) AS overruled
FROM labels
JOIN now USING (reviewed_cluster_id)
LEFT JOIN judged ON judged.cluster_id = now.cluster_id
ORDER BY labels.reviewed_at DESC, labels.reviewed_cluster_id, labels.reviewer
