-- SQL Application: fraud-screening
-- Version: 5.1.0
-- Description: Rules that run before a payment is settled
-- Author: Risk
-- Tag: criticality:high
-- @application: fraud_screening
-- @compliance: PCI-DSS
-- @data_retention: 90d

-- @name: card_payments
-- @job_mode: transactional
-- @source_key.payments: account_id
-- @source_partitions.payments: 8
CREATE STREAM card_payments AS
SELECT account_id PRIMARY KEY, payment_id, merchant, country, amount, ts
FROM payments
WHERE method = 'card' AND status <> 'declined'
WITH (
    'payments.type' = 'kafka_source',
    'payments.topic.name' = 'payments',
    'card_payments.type' = 'kafka_sink',
    'card_payments.topic.name' = 'card-payments',
    'use_transactions' = 'true'
);

-- @name: watchlist_hits
-- Payments of an account on the nightly list of reports, which every worker loads.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM watchlist_hits AS
SELECT p.payment_id, p.account_id, p.merchant, p.amount
FROM card_payments p
WHERE p.account_id IN (SELECT account_id FROM reported_accounts)
WITH (
    'card_payments.type' = 'kafka_source',
    'card_payments.topic.name' = 'card-payments',
    'reported_accounts.type' = 'file_source',
    'reported_accounts.config_file' = 'configs/reported_accounts.yaml',
    'watchlist_hits.type' = 'kafka_sink',
    'watchlist_hits.topic.name' = 'watchlist-hits'
);

-- @name: merchant_burst
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
-- @metric: merchant_burst_total
-- @metric_type: histogram
-- @metric_help: Value of card payments per merchant and minute
-- @metric_field: total
-- @metric_buckets: [100, 1000, 10000]
CREATE STREAM merchant_burst AS
SELECT merchant, COUNT(*) AS payment_count, SUM(amount) AS total
FROM card_payments
GROUP BY merchant
WINDOW TUMBLING(ts, 1m)
HAVING COUNT(*) > 50
EMIT CHANGES
WITH (
    'card_payments.type' = 'kafka_source',
    'card_payments.topic.name' = 'card-payments',
    'merchant_burst.type' = 'kafka_sink',
    'merchant_burst.topic.name' = 'merchant-burst'
);

-- @name: amount_jump
-- A payment far above the mean of the account's latest fifty.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM amount_jump AS
SELECT
    account_id,
    payment_id,
    amount,
    AVG(amount) OVER (
        ROWS WINDOW BUFFER 50 ROWS
        PARTITION BY account_id
        ORDER BY ts
        EXPIRE AFTER INTERVAL '12' HOUR INACTIVITY
    ) AS usual_amount
FROM card_payments
WITH (
    'card_payments.type' = 'kafka_source',
    'card_payments.topic.name' = 'card-payments',
    'amount_jump.type' = 'kafka_sink',
    'amount_jump.topic.name' = 'amount-jumps'
);
