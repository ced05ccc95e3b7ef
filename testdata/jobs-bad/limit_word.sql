-- Mistake: LIMIT abc.
-- @name: some_orders
SELECT order_id
FROM orders
ORDER BY order_id
LIMIT abc;
