-- one row for one cluster that holds claims now: its numbers, its clearest claim, and that claim in its document: `excerpt` is the
-- text around it from code point `excerpt_start` on, $around code points on either side
WITH standing AS (
    SELECT claim.*
    FROM membership
    JOIN claim USING (claim_id)
    WHERE membership.cluster_id = $cluster_id AND membership.valid_to IS NULL
),
counted AS (
    SELECT
        count(*) AS claims,
        count(DISTINCT document.document_id) AS documents,
        count(DISTINCT document.document_id) FILTER (document.copy_of IS NOT NULL) AS copies,
        count(DISTINCT document.source) AS sources,
        list_sort(list(DISTINCT standing.language)) AS languages,
        min(coalesce(document.posted_at, document.recorded_at)) AS first_seen,
        max(coalesce(document.posted_at, document.recorded_at)) AS last_seen,
        arg_max(standing.claim_id, (standing.deleted_at IS NULL, standing.score, standing.claim_id)) AS clearest
    FROM standing
    JOIN document USING (document_id)
    HAVING count(*) > 0
)
SELECT
    counted.*,
    standing.claim_id,
    left(standing.text, 2001) AS text,
    length(standing.text) AS characters,
    standing.language,
    standing.speaker,
    standing.score,
    standing.deleted_at,
    document.document_id,
    document.source,
    document.medium,
    left(document.title, 300) AS title,
    document.author,
    document.url,
    document.language AS document_language,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    standing.span_start,
    standing.span_end,
    greatest(0, standing.span_start - $around) AS excerpt_start,
    substring(
        document.text,
        greatest(0, standing.span_start - $around) + 1,
        least(standing.span_end - standing.span_start, 2000) + 2 * $around
    ) AS excerpt,
    length(document.text) AS document_characters
FROM counted
JOIN standing ON standing.claim_id = counted.clearest
JOIN document ON document.document_id = standing.document_id
