-- one row per claim shown of one cluster, by wording: the wordings that most documents carry first, of each its oldest claims.
-- A wording is a text with its copies and near copies, named by the first of their documents. $only: one wording, null for all;
-- wordings from number $skip on, at most $most; of each at most $members claims, from number $skip_members on
WITH standing AS (
    SELECT
        claim.claim_id,
        claim.document_id,
        claim.text_hash,
        claim.text,
        claim.language,
        claim.score,
        claim.deleted_at,
        document.source,
        document.author,
        document.url,
        document.medium,
        document.copy,
        coalesce(document.copy_of, document.document_id) AS root,
        coalesce(document.posted_at, document.recorded_at) AS seen_at
    FROM membership
    JOIN claim USING (claim_id)
    JOIN document USING (document_id)
    WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
),
by_text AS (
    SELECT *, min(root) OVER (PARTITION BY text_hash) AS first_root FROM standing
),
worded AS (
    SELECT *, min(first_root) OVER (PARTITION BY root) AS wording FROM by_text
),
wordings AS (
    SELECT
        wording,
        count(*) AS claims,
        count(DISTINCT document_id) AS documents,
        count(DISTINCT source) AS sources,
        min(seen_at) AS first_seen,
        max(seen_at) AS last_seen,
        list_sort(list(DISTINCT language)) AS languages,
        arg_max(claim_id, (deleted_at IS NULL, score, claim_id)) AS clearest
    FROM worded
    GROUP BY wording
),
listed AS (
    SELECT
        *,
        count(*) OVER () AS wordings,
        row_number() OVER (ORDER BY documents DESC, first_seen, wording) AS number
    FROM wordings
),
shown AS (
    SELECT *
    FROM listed
    WHERE ($only IS NULL AND number > $skip AND number <= $skip + $most) OR wording = $only
),
members AS (
    SELECT worded.*, row_number() OVER (PARTITION BY wording ORDER BY worded.seen_at, worded.claim_id) AS place
    FROM worded
    SEMI JOIN shown USING (wording)
)
SELECT
    shown.number,
    shown.wording,
    shown.wordings,
    shown.claims,
    shown.documents,
    shown.sources,
    shown.first_seen,
    shown.last_seen,
    shown.languages,
    members.claim_id = shown.clearest AS is_clearest,
    members.place,
    members.claim_id,
    members.document_id,
    left(members.text, 701) AS text,
    length(members.text) AS characters,
    members.language,
    members.source,
    members.author,
    members.url,
    members.medium,
    members.copy,
    members.seen_at
FROM members
JOIN shown USING (wording)
WHERE (members.place > $skip_members AND members.place <= $skip_members + $members) OR members.claim_id = shown.clearest
ORDER BY shown.number, members.place
