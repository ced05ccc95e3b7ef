-- Mistake: SUM( is never closed.
-- @name: account_sums
SELECT account_id, SUM(amount AS total
FROM payments
GROUP BY account_id;
