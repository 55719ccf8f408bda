-- one row per place and word or phrase that names it: the setting `places` (shipped: states, big cities, districts of Uttar Pradesh)
-- place: the name under which the place is counted
-- word: a word or a phrase of two words that stands for it, in lower case and without nukta
WITH listed AS (
    SELECT unnest(map_entries(CAST(CAST(value AS JSON) AS MAP(VARCHAR, VARCHAR[])))) AS entry
    FROM setting
    WHERE name = 'places'
),
spelled AS (
    SELECT entry.key AS place, unnest(entry.value) AS word FROM listed
)
SELECT DISTINCT place, replace(nfc_normalize(lower(trim(word))), chr(2364), '') AS word
FROM spelled
ORDER BY place, word
