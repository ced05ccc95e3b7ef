-- Mistake: without @job_mode the engine does not read the partition count at all.
-- @name: middling_orders
-- @num_partitions: 8
SELECT order_id, amount
FROM orders
WHERE amount BETWEEN 5 AND 500;
