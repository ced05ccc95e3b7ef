-- Mistake: two jobs of the same name.
-- SQL Application: twins
-- Version: 1.0.0

-- @name: daily_orders
CREATE STREAM daily_orders_eu AS
SELECT order_id, amount FROM orders WHERE region = 'eu'
WITH ('orders.type' = 'kafka_source', 'daily_orders_eu.type' = 'kafka_sink');

-- @name: daily_orders
CREATE STREAM daily_orders_us AS
SELECT order_id, amount FROM orders WHERE region = 'us'
WITH ('orders.type' = 'kafka_source', 'daily_orders_us.type' = 'kafka_sink');
