-- one row per setting that a report reads: the words that name places
SELECT name, value, recorded_at FROM store.setting WHERE name = 'places'
