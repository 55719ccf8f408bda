-- whether the labeller was sure enough of a suggested kind to say it without "perhaps"; null for those made before it could say
ALTER TABLE kind_suggestion ADD COLUMN sure BOOLEAN;
