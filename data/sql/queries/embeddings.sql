-- one row per text_hash in `rows` whose vector by this encoder is kept
SELECT text_hash, vector FROM embedding SEMI JOIN rows USING (text_hash) WHERE encoder = $encoder
