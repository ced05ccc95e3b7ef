-- Orders with product name and category from the nightly export.
-- Orders for products that are missing from the export are kept.
-- @name: order_enrichment
-- @job_mode: adaptive
-- @num_partitions: 6
-- velo-plan: ignore VP306 because our build of the engine looks joined tables up

SELECT
    o.order_id,
    o.customer_id,
    o.quantity,
    o.amount,
    p.title,
    p.category,
    o.amount / o.quantity AS unit_price
FROM orders o
LEFT JOIN products p ON o.product_id = p.product_id
WHERE o.quantity > 0
INTO enriched_orders
WITH (
    'orders.type' = 'kafka_source',
    'products.type' = 'file_source',
    'products.path' = 'exports/products.csv',
    'products.format' = 'csv',
    'products.has_headers' = 'true',
    'enriched_orders.type' = 'kafka_sink',
    'enriched_orders.topic.name' = 'orders-enriched'
);
