-- Accounts that pay unusually often or in several countries within ten minutes.
-- The payment service keys the topic by account_id, and each group has the account in it.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @source_key.payments: account_id
-- @source_partitions.payments: 8

CREATE STREAM card_velocity AS
SELECT
    account_id,
    COUNT(*) AS payment_count,
    COUNT_DISTINCT(country) AS countries,
    SUM(amount) AS total
FROM payments
WHERE method = 'card'
GROUP BY account_id
WINDOW SLIDING(ts, 10m, 1m)
HAVING COUNT(*) > 5 OR COUNT_DISTINCT(country) > 2
EMIT CHANGES
WITH (
    'payments.type' = 'kafka_source',
    'payments.topic.name' = 'payments',
    'card_velocity.type' = 'kafka_sink',
    'card_velocity.topic.name' = 'card-velocity-alerts'
);
