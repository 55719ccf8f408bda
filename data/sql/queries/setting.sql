-- the value of one setting of the store; no row when it was never set
SELECT value FROM setting WHERE name = $name
