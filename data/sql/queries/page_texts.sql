-- one row per claim in `rows`: its text and where it was said; of the claim $clearest also the text around it: `excerpt` is that of
-- its document from code point `excerpt_start` on, $around code points on either side of the claim
SELECT
    claim.claim_id,
    left(claim.text, 2001) AS text,
    length(claim.text) AS characters,
    claim.speaker,
    claim.span_start,
    claim.span_end,
    document.url,
    left(document.title, 300) AS title,
    document.language AS document_language,
    length(document.text) AS document_characters,
    greatest(0, claim.span_start - $around) AS excerpt_start,
    CASE
        WHEN claim.claim_id = $clearest
            THEN substring(
                document.text,
                greatest(0, claim.span_start - $around) + 1,
                least(claim.span_end - claim.span_start, 2000) + 2 * $around
            )
    END AS excerpt
FROM claim
SEMI JOIN rows USING (claim_id)
JOIN document USING (document_id)
