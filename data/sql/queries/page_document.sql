-- one row for one document: its text from code point $start on, at most $most code points, and one of its claims where it is named
SELECT
    document.document_id,
    document.source,
    document.medium,
    document.title,
    document.author,
    document.url,
    document.language,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    document.deleted_at,
    length(document.text) AS characters,
    greatest(0, least(coalesce(claim.span_start, 0) - $before, length(document.text) - $most)) AS start,
    substring(
        document.text,
        greatest(0, least(coalesce(claim.span_start, 0) - $before, length(document.text) - $most)) + 1,
        $most
    ) AS text,
    claim.span_start,
    claim.span_end,
    claim.language AS claim_language,
    membership.cluster_id
FROM document
LEFT JOIN claim ON claim.claim_id = $claim_id AND claim.document_id = document.document_id
LEFT JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
WHERE document.document_id = $document_id
