-- one row per source and thing that is remembered of its server
SELECT source, name, value FROM source_state
