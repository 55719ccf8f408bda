-- one row per claim of the documents in `rows`
SELECT document_id, span_start, span_end, folded, normalised, text_hash, language, speaker, speaker_post, speaker_party, score, spotter
FROM claim
SEMI JOIN rows USING (document_id)
ORDER BY document_id, span_start
