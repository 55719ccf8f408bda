-- what the publisher's rating comes to in the codebook's verdicts; null: it says nothing, or the row is older than this column
ALTER TABLE factcheck ADD COLUMN verdict VARCHAR;
