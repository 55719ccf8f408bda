-- one row per setting that a report reads (words have no history: these are today's)
CREATE MACRO setting_as_of(moment) AS TABLE
SELECT * FROM setting
