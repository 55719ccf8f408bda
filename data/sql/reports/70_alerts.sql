-- one row per alert: what was to be told of a cluster, and over which channels it arrived
-- alert_id: the alert
-- recorded_at: when it was raised
-- day: the day for which it was (in the zone of the settings)
-- kind: growing or returned
-- cluster_id: the cluster
-- claim: the claim that stands for it
-- documents: growing: those of the 24 hours before; returned: those since it came back
-- expected: growing: how many its past let one expect (documents)
-- probability: growing: that of so many or more (0 to 1)
-- verdict: returned: the verdict that stood (codebook)
-- silent_days: returned: for how long nobody had said it (days)
-- delivered: the channels over which it arrived
-- delivered_at: when the last of them took it
-- attempts: how often delivery was begun
-- last_failure: what went wrong last
WITH deliveries AS (
    SELECT
        alert_id,
        list_sort(list(DISTINCT channel) FILTER (outcome = 'delivered')) AS delivered,
        max(recorded_at) FILTER (outcome = 'delivered') AS delivered_at,
        count(*) FILTER (outcome = 'begun') AS attempts,
        arg_max(format('{}: {}', channel, detail), (recorded_at, attempt)) FILTER (
            outcome IN ('refused', 'failed')
        ) AS last_failure
    FROM alert_delivery
    GROUP BY alert_id
),
typical AS (
    SELECT membership.cluster_id, arg_max(claim.text, (claim.deleted_at IS NULL, claim.score, claim.claim_id)) AS claim
    FROM membership
    JOIN claim USING (claim_id)
    SEMI JOIN alert ON alert.cluster_id = membership.cluster_id
    WHERE membership.valid_to IS NULL
    GROUP BY membership.cluster_id
)
SELECT
    alert.alert_id,
    alert.recorded_at,
    alert.day,
    alert.kind,
    alert.cluster_id,
    typical.claim,
    alert.documents,
    alert.expected,
    alert.probability,
    alert.verdict,
    alert.silent_days,
    deliveries.delivered,
    deliveries.delivered_at,
    coalesce(deliveries.attempts, 0) AS attempts,
    deliveries.last_failure
FROM alert
LEFT JOIN deliveries USING (alert_id)
LEFT JOIN typical USING (cluster_id)
ORDER BY alert.recorded_at DESC, alert.alert_id
