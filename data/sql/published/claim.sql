-- one row per claim: the sentence that is published. Left out: its folded form, and of posts what the sentence itself does not say
-- (a speaker named before it, a pronoun resolved)
WITH told AS (
    SELECT claim.*, document.medium = 'article' AS is_public
    FROM store.claim
    JOIN store.document USING (document_id)
)
SELECT
    claim_id,
    document_id,
    span_start,
    span_end,
    text,
    CASE WHEN is_public THEN normalised END AS normalised,
    language,
    CASE WHEN is_public OR contains(text, speaker) THEN speaker END AS speaker,
    CASE WHEN is_public OR contains(text, speaker_post) THEN speaker_post END AS speaker_post,
    CASE WHEN is_public OR contains(text, speaker_party) THEN speaker_party END AS speaker_party,
    score,
    deleted_at,
    run_id,
    recorded_at
FROM told
