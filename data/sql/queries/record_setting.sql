-- set or replace one setting of the store
INSERT OR REPLACE INTO setting VALUES ($name, $value, $now)
