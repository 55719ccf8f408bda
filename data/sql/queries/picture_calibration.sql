-- one row per tenth of the certainty of suggested kinds: labelled clusters, their mean certainty, and the share of them for which
-- reviewers say the same
SELECT certainty_from, clusters, mean_certainty, right_share
FROM model_calibration
WHERE kind = 'all' AND language = 'all'
ORDER BY certainty_from
