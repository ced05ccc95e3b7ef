-- Mistake: the number of partitions is written as a word.
-- @name: dear_orders
-- @job_mode: adaptive
-- @num_partitions: eight
SELECT order_id, amount
FROM orders
WHERE amount > 500;
