-- one row per claim whose text is kept, recorded since $since, behind the claim $after in order of id, at most $most: its text as
-- it is compared, and as it was written where that is another script
SELECT claim_id, CASE WHEN language = 'hi-Latn' THEN folded || ' ' || text ELSE folded END AS text
FROM claim
WHERE deleted_at IS NULL AND recorded_at >= $since AND claim_id > $after
ORDER BY claim_id
LIMIT $most
