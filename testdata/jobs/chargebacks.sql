-- Captured payments for which a chargeback has been filed.
-- @name: chargebacks
-- @job_mode: simple
-- @source_key.payments: account_id
-- @source_partitions.payments: 8

SELECT p.payment_id, p.account_id, p.merchant, p.amount
FROM payments p
WHERE p.status = 'captured'
  AND EXISTS (SELECT 1 FROM chargeback_reports c WHERE c.payment_id = p.payment_id);
