-- one row per article or post. Left out: what it says (but for its claims), where it stood in its source, its extra columns. For posts
-- also title and own id; authors of posts are numbered anew in every snapshot, and so are chats that nobody declared as a source
WITH told AS (
    SELECT *, json_extract_string(extra, ['$.platform', '$.chat_type', '$.declared.source']) AS about
    FROM store.document
),
placed AS (
    SELECT
        *,
        about[3] AS declared,
        CASE WHEN medium = 'post' THEN author END AS hand,
        medium = 'post'
        AND (
            coalesce(about[1], '') = 'WhatsApp'
            OR (coalesce(about[1], '') = 'Telegram' AND NOT starts_with(coalesce(about[2], ''), 'public_'))
            OR regexp_matches(source, '(?i)whatsapp')
        ) AS is_private
    FROM told
),
chats AS (
    SELECT source, 'chat ' || row_number() OVER (ORDER BY random()) AS label
    FROM (SELECT DISTINCT source FROM placed WHERE is_private AND declared IS NULL)
),
hands AS (
    SELECT hand, 'carrier ' || row_number() OVER (ORDER BY random()) AS label
    FROM (SELECT DISTINCT hand FROM placed WHERE hand IS NOT NULL)
)
SELECT
    placed.document_id,
    CASE WHEN placed.medium = 'article' THEN placed.own_id END AS own_id,
    CASE WHEN placed.is_private THEN coalesce(placed.declared, chats.label) ELSE placed.source END AS source,
    placed.medium,
    CASE WHEN placed.medium = 'article' THEN placed.title END AS title,
    placed.language,
    placed.posted_at,
    hands.label AS author,
    -- an address that anyone may open, in which nobody had to be masked
    CASE
        WHEN regexp_matches(placed.url, '(?i)^https?://[^/?#@:\s]+\.[a-z0-9-]*[a-z][a-z0-9-]*(:\d+)?[/?]\S')
            AND NOT regexp_matches(placed.url, '\[phone\]|\[email\]|@handle')
            AND NOT regexp_matches(placed.url, '(?i)^[^/]+//[^/?#:]+\.(local|localhost|internal|intranet|lan|corp|home|arpa)([:/?#]|$)')
            AND NOT regexp_matches(placed.url, '(?i)^[^/]+//(t\.me/(c/|\+|joinchat/)|chat\.whatsapp\.com/|wa\.me/)')
            THEN placed.url
    END AS url,
    placed.copy_of,
    placed.copy,
    placed.resemblance,
    placed.deleted_at,
    placed.run_id,
    placed.recorded_at
FROM placed
LEFT JOIN hands USING (hand)
LEFT JOIN chats ON chats.source = placed.source
