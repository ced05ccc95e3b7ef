-- Values that come from the environment, inside strings only.
CREATE STREAM regional_orders AS
SELECT order_id, region, amount, 'it''s ' || region AS note
FROM orders AS o
WHERE o.region = '${REGION:eu-west}'
WITH (
    'orders.type' = 'kafka_source',
    'orders.bootstrap.servers' = '${BROKERS:localhost:9092}',
    'regional_orders.type' = 'kafka_sink',
    'regional_orders.topic.name' = '${PREFIX}-orders'
);
