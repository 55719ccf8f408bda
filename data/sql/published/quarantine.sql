-- one row per input that could not be read. Left out: what stood there and where; a chat is called a chat
SELECT
    quarantine.quarantine_id,
    CASE
        WHEN regexp_matches(quarantine.source, '(?i)whatsapp|telegram|result\.json')
            OR quarantine.source IN (
                SELECT source FROM store.document WHERE json_extract_string(extra, '$.platform') IN ('WhatsApp', 'Telegram')
            )
            THEN 'chat'
        ELSE quarantine.source
    END AS source,
    quarantine.reason,
    CAST(NULL AS VARCHAR) AS detail,
    quarantine.run_id,
    quarantine.recorded_at
FROM store.quarantine
