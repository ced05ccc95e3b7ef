-- Price statistics per symbol for the trading floor's wall screens.
-- The trades topic is keyed by trader, so trades in one symbol arrive on every partition.
-- @name: price_stats
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12

CREATE STREAM price_stats AS
SELECT
    symbol,
    COUNT(*) AS trade_count,
    AVG(price) AS avg_price,
    MIN(price) AS low,
    MAX(price) AS high,
    SUM(volume) AS total_volume
FROM trades
WHERE volume > 0
GROUP BY symbol
WINDOW TUMBLING(ts, INTERVAL '1' MINUTE)
EMIT CHANGES
WITH (
    'trades.type' = 'kafka_source',
    'trades.topic.name' = 'trades',
    'trades.format' = 'json',
    'event.time.field' = 'ts',
    'event.time.format' = 'epoch_millis',
    'watermark.strategy' = 'bounded_out_of_orderness',
    'watermark.max_out_of_orderness' = '5s',
    'price_stats.type' = 'kafka_sink',
    'price_stats.topic.name' = 'price-stats'
);
