-- delete the claims shown in the news of runs that name a cluster of which a text was deleted; the news' counts stay
UPDATE run
SET summary = json_merge_patch(summary, '{"news": {"new": null, "growing": null}}')
WHERE list_has_any(
    json_extract_string(summary, '$.news.new[*].cluster_id') || json_extract_string(summary, '$.news.growing[*].cluster_id'),
    (
        SELECT list(DISTINCT membership.cluster_id)
        FROM membership
        JOIN claim USING (claim_id)
        WHERE claim.deleted_at IS NOT NULL
    )
)
