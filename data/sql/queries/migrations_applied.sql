-- one row per migration applied to this store
SELECT version, name, sha256 FROM migration ORDER BY version
