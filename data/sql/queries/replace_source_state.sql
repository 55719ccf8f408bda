-- remember what a source's server said of its pages, in place of what it said before
INSERT OR REPLACE INTO source_state BY NAME SELECT * FROM rows
