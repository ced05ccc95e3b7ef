-- Number and sum of captured payments, to be checked against the bank's own file.
-- @name: settlement_count
-- @job_mode: adaptive
-- @partitioning_strategy: fanin

SELECT COUNT(*) AS captured, SUM(amount) AS total
FROM payments
WHERE status = 'captured'
EMIT FINAL;
