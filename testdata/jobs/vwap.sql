-- Volume-weighted average price over ten minutes, refreshed every minute.
-- The strategy is spelt out because the engine would keep the source partitions of a CREATE STREAM.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash
-- @batch_size: 1000

CREATE STREAM vwap AS
SELECT
    symbol,
    SUM(price * volume) / SUM(volume) AS vwap,
    SUM(volume) AS shares,
    COUNT(*) AS prints,
    _window_start AS opened_at,
    _window_end AS closed_at
FROM trades AS t
WHERE price > 0 AND volume BETWEEN 1 AND 1000000
GROUP BY symbol
WINDOW SLIDING(ts, 10m, 1m)
HAVING COUNT(*) >= 5
EMIT CHANGES
WITH (
    'trades.type' = 'kafka_source',
    'trades.bootstrap.servers' = 'kafka-1:9092,kafka-2:9092',
    'trades.group.id' = 'desk-vwap',
    'vwap.type' = 'kafka_sink',
    'vwap.topic.name' = 'vwap-10m',
    'vwap.format' = 'avro',
    'schema.registry.url' = 'http://schemas:8081'
);
