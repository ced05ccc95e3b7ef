-- One index over the whole market: the mean of the latest 5000 prints, whatever the symbol.
-- The buffer has no PARTITION BY, so there can be only one of it.
-- @name: market_index
-- @job_mode: simple

CREATE STREAM market_index_ticks AS
SELECT
    _EVENT_TIME,
    symbol,
    price,
    AVG(price) OVER (ROWS WINDOW BUFFER 5000 ROWS ORDER BY ts EMIT EVERY RECORD EXPIRE AFTER NEVER) AS index_level
FROM trades
WHERE venue IN ('XNYS', 'XNAS', 'ARCX')
WITH (
    'trades.type' = 'kafka_source',
    'market_index_ticks.type' = 'kafka_sink',
    'market_index_ticks.topic.name' = 'market-index'
);
