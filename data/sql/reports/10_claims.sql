-- one row per claim that is in a cluster now
-- claim_id: the claim
-- cluster_id: the cluster that it is in
-- own_id: the id that its source gave the document
-- document_id: the article or post that says it
-- source: where the document was read
-- medium: article or post
-- title: the document's headline
-- posted_at: when it was posted, as far as it says so
-- seen_at: when it was posted, else when it was read
-- span_start: where the claim begins in the document's text (Unicode code points)
-- span_end: where it ends, exclusive (Unicode code points)
-- text: the claim, as it stands there
-- normalised: the claim as it reads alone: without headers, hashtags and links, pronouns resolved where that is certain
-- language: its language and script (BCP 47: hi, hi-Latn, en, mr)
-- speaker: who says it, where a quote names somebody
-- speaker_post: the speaker's post, as the text gives it
-- speaker_party: the speaker's party, as the text gives it
-- score: how probably it is worth checking (0 to 1)
-- kind: what it does, as the newest labeller suggests (codebook)
-- kind_probability: how sure the labeller is (0 to 1)
-- kind_sure: sure enough to be said without "perhaps" (null: suggested before the labeller could say)
-- labeller: the version that suggested it
-- membership_probability: how probably it belongs to its cluster (0 to 1)
-- matcher: the version that placed it there
-- is_copy: its document is a copy of an earlier one
-- url: the document's address
-- copy: exact (the same words) or near (another header, other emoji, a cut tail)
-- resemblance: the share of three-word shingles that the copy has in common with the first (0 to 1)
-- is_deleted: its text was deleted because it is too old
-- carrier: a token for who posted it (null: nobody knows, or an article, which its source carries)
WITH kinds AS (
    SELECT
        claim_id,
        arg_max(kind, recorded_at) AS kind,
        arg_max(probability, recorded_at) AS kind_probability,
        arg_max_null(sure, recorded_at) AS kind_sure,
        arg_max(labeller, recorded_at) AS labeller
    FROM kind_suggestion
    GROUP BY claim_id
)
SELECT
    claim.claim_id,
    membership.cluster_id,
    document.own_id,
    document.document_id,
    document.source,
    document.medium,
    document.title,
    document.posted_at,
    coalesce(document.posted_at, document.recorded_at) AS seen_at,
    claim.span_start,
    claim.span_end,
    claim.text,
    coalesce(claim.normalised, claim.text) AS normalised,
    claim.language,
    claim.speaker,
    claim.speaker_post,
    claim.speaker_party,
    claim.score,
    kinds.kind,
    kinds.kind_probability,
    kinds.kind_sure,
    kinds.labeller,
    membership.probability AS membership_probability,
    membership.matcher,
    document.copy_of IS NOT NULL AS is_copy,
    document.url,
    document.copy,
    document.resemblance,
    claim.deleted_at IS NOT NULL AS is_deleted,
    CASE WHEN document.medium = 'post' THEN document.author END AS carrier
FROM claim
JOIN membership ON membership.claim_id = claim.claim_id AND membership.valid_to IS NULL
JOIN document ON document.document_id = claim.document_id
LEFT JOIN kinds ON kinds.claim_id = claim.claim_id
