-- Mistake: WHERE stands twice; the second should be AND.
-- @name: twice_filtered
SELECT order_id, amount
FROM orders
WHERE status = 'paid'
WHERE amount > 20;
