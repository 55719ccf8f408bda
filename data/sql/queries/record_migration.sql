-- record one applied migration
INSERT INTO migration VALUES ($version, $name, $sha256, $now)
