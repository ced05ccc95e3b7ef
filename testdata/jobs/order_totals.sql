-- Running totals per customer for the loyalty programme.
-- The checkout service keys orders by customer_id.
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: sticky
-- @source_key.orders: customer_id
-- @source_partitions.orders: 6

CREATE STREAM order_totals AS
SELECT
    customer_id,
    currency,
    COUNT(*) AS order_count,
    SUM(amount) AS spent,
    COALESCE(MAX(amount), 0) AS largest
FROM orders
WHERE status <> 'cancelled'
GROUP BY customer_id, currency
WINDOW TUMBLING(1d)
EMIT CHANGES
WITH (
    'orders.type' = 'kafka_source',
    'orders.topic.name' = 'orders',
    'order_totals.type' = 'kafka_sink',
    'order_totals.topic.name' = 'customer-totals'
);
