-- SQL Application: web-shop
-- Version: 2.0.1
-- Description: Order flow of the web shop
-- Author: Shop Platform
-- Tag: team:checkout
-- @application: web_shop

-- @name: paid_orders
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: sticky
-- @source_key.orders: customer_id
-- @source_partitions.orders: 6
CREATE STREAM paid_orders AS
SELECT customer_id PRIMARY KEY, order_id, product_id, quantity, amount, region, ts
FROM orders
WHERE status = 'paid'
WITH (
    'orders.type' = 'kafka_source',
    'orders.topic.name' = 'orders',
    'paid_orders.type' = 'kafka_sink',
    'paid_orders.topic.name' = 'paid-orders'
);

-- @name: customer_spend
-- paid_orders keeps customer_id as its key, so no record has to change its partition here.
-- @job_mode: adaptive
-- @num_partitions: 6
CREATE STREAM customer_spend AS
SELECT customer_id, COUNT(*) AS orders_placed, SUM(amount) AS spent
FROM paid_orders
GROUP BY customer_id
WINDOW TUMBLING(ts, INTERVAL '1' HOUR)
EMIT CHANGES
WITH (
    'paid_orders.type' = 'kafka_source',
    'paid_orders.topic.name' = 'paid-orders',
    'customer_spend.type' = 'kafka_sink',
    'customer_spend.topic.name' = 'customer-spend'
);

-- @name: product_demand
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: hash
CREATE STREAM product_demand AS
SELECT product_id, region, SUM(quantity) AS units
FROM paid_orders
GROUP BY product_id, region
WINDOW SLIDING(ts, 1h, INTERVAL '10' MINUTE)
HAVING SUM(quantity) > 10
EMIT CHANGES
WITH (
    'paid_orders.type' = 'kafka_source',
    'paid_orders.topic.name' = 'paid-orders',
    'product_demand.type' = 'kafka_sink',
    'product_demand.topic.name' = 'product-demand'
);

-- @name: revenue_today
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: fanin
CREATE STREAM revenue_today AS
SELECT SUM(amount) AS revenue, COUNT(*) AS paid, AVG(amount) AS mean_basket
FROM paid_orders
WINDOW TUMBLING(1d)
EMIT CHANGES
WITH (
    'paid_orders.type' = 'kafka_source',
    'paid_orders.topic.name' = 'paid-orders',
    'revenue_today.type' = 'kafka_sink',
    'revenue_today.topic.name' = 'revenue-today'
);
