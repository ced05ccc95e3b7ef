-- Mistake: dealing records out in turn splits every customer's group over all partitions.
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: roundrobin
CREATE STREAM customer_orders AS
SELECT customer_id, COUNT(*) AS order_count, SUM(amount) AS spent
FROM orders
GROUP BY customer_id
EMIT CHANGES
WITH ('orders.type' = 'kafka_source', 'customer_orders.type' = 'kafka_sink');
