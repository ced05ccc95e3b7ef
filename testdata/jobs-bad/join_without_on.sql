-- Mistake: the join has no condition.
-- @name: orders_and_payments
SELECT o.order_id, p.payment_id
FROM orders o
JOIN payments p
WHERE o.amount > 10;
