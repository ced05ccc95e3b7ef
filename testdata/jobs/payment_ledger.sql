-- The ledger feed: payments in the order in which they were booked.
-- The order holds within a source partition, which is all the ledger relies on.
-- @name: payment_ledger
-- @job_mode: adaptive
-- @num_partitions: 8
-- velo-plan: ignore VP206 because the ledger relies on the order within a partition only

SELECT payment_id, account_id, merchant, amount, currency, status, ts, _PARTITION AS booked_on, _OFFSET AS booked_at
FROM payments
WHERE status = 'captured'
ORDER BY ts;
