-- Mistake: the apostrophe in the name ends the string.
-- @name: obrien_orders
SELECT order_id, customer_id
FROM orders
WHERE customer_name = 'O'Brien';
