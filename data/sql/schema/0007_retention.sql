-- when the text was deleted, after the days for which raw text is kept; the row stays, so that what is counted stays true
ALTER TABLE document ADD COLUMN deleted_at TIMESTAMPTZ;
ALTER TABLE claim ADD COLUMN deleted_at TIMESTAMPTZ;
