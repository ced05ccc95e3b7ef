-- Mistake: one closing bracket too many after the condition.
-- @name: large_payments
SELECT payment_id, amount
FROM payments
WHERE (amount > 100 OR method = 'cash')) AND status = 'captured';
