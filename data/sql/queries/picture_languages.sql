-- one row per language tag: claims in it
SELECT language, count(*) AS claims
FROM claims
GROUP BY language
ORDER BY claims DESC, language
