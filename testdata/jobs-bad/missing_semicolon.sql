-- Mistake: there is no semicolon between the two statements.
-- SQL Application: two-in-one
-- Version: 1.0.0

-- @name: north_orders
CREATE STREAM north_orders AS
SELECT order_id, customer_id FROM orders WHERE region = 'north'
WITH ('orders.type' = 'kafka_source', 'north_orders.type' = 'kafka_sink')

-- @name: south_orders
CREATE STREAM south_orders AS
SELECT order_id, customer_id FROM orders WHERE region = 'south'
WITH ('orders.type' = 'kafka_source', 'south_orders.type' = 'kafka_sink');
