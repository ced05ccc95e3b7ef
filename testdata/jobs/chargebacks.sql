-- Captured payments for which a chargeback has been filed. The reports are a file of the acquirer.
-- @name: chargebacks
-- @job_mode: simple
-- @source_key.payments: account_id
-- @source_partitions.payments: 8

CREATE STREAM chargebacks AS
SELECT p.payment_id, p.account_id, p.merchant, p.amount
FROM payments p
WHERE p.status = 'captured'
  AND EXISTS (SELECT 1 FROM chargeback_reports c WHERE c.payment_id = p.payment_id)
WITH (
    'payments.type' = 'kafka_source',
    'chargeback_reports.type' = 'file_source',
    'chargeback_reports.config_file' = 'configs/chargeback_reports.yaml',
    'chargebacks.type' = 'kafka_sink'
);
