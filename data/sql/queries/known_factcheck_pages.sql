-- one row per address of a fact-check: its page need not be fetched again
SELECT DISTINCT url FROM factcheck WHERE url IS NOT NULL
