-- the claim as it reads where it stands alone: without forward header, hashtags, links, emoji and calls to share, and a pronoun
-- replaced by whom it means where that is certain. Null for claims made before this column was: their text
ALTER TABLE claim ADD COLUMN normalised VARCHAR;
-- what the text says of the speaker: "जिला महामंत्री", "सरिता दल"; null where it says nothing. The post may be known without the name
ALTER TABLE claim ADD COLUMN speaker_post VARCHAR;
ALTER TABLE claim ADD COLUMN speaker_party VARCHAR;
