-- Pairs an order with the payments of the hour after it.
-- Neither topic is keyed by order_id, so both sides are hashed on it.
-- @name: order_payments
-- @source_key.orders: customer_id
-- @source_partitions.orders: 6
-- @source_key.payments: account_id
-- @source_partitions.payments: 8

SELECT
    o.order_id AS order_id,
    o.customer_id AS customer_id,
    o.amount AS ordered,
    p.amount AS paid,
    p.method AS method,
    p.status AS status
FROM orders o
JOIN payments p
    ON o.order_id = p.order_id
    AND p.ts BETWEEN o.ts AND o.ts + INTERVAL '1' HOUR;
