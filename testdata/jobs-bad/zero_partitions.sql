-- Mistake: a job cannot have zero partitions.
-- @name: cheap_orders
-- @job_mode: adaptive
-- @num_partitions: 0
SELECT order_id, amount
FROM orders
WHERE amount < 5;
