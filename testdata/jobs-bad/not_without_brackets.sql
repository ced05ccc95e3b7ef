-- Mistake: the engine reads NOT status = 'paid' as (NOT status) = 'paid'.
-- @name: unpaid_orders
SELECT order_id, status
FROM orders
WHERE NOT status = 'paid';
