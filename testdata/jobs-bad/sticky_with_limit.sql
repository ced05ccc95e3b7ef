-- Mistake: every kept partition would give its own ten rows.
-- @name: ten_cheapest
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: sticky
-- @source_key.orders: customer_id
SELECT order_id, amount
FROM orders
ORDER BY amount
LIMIT 10;
