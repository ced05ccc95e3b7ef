-- SQL Application: trading-desk
-- Version: 3.2.0
-- Description: Cleaning, bars, size alerts and desk totals for the equities desk
-- Author: Market Data
-- Tag: domain:equities
-- @application: trading_desk
-- @observability.metrics.enabled: true
-- @sla.latency.p99: 150ms

-- Name: desk_trades
-- Test prints and zero prices go no further. The topic keeps the trader as its key.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12
CREATE STREAM desk_trades AS
SELECT
    trader_id PRIMARY KEY,
    trade_id,
    UPPER(symbol) AS symbol,
    price,
    volume,
    side,
    ts
FROM trades
WHERE price > 0 AND venue NOT LIKE 'TEST%'
WITH (
    'trades.type' = 'kafka_source',
    'trades.topic.name' = 'trades',
    'desk_trades.type' = 'kafka_sink',
    'desk_trades.topic.name' = 'desk-trades'
);

-- Name: one_minute_bars
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash
CREATE STREAM one_minute_bars AS
SELECT
    symbol,
    FIRST_VALUE(price) AS open_price,
    MAX(price) AS high_price,
    MIN(price) AS low_price,
    LAST_VALUE(price) AS close_price,
    SUM(volume) AS volume
FROM desk_trades
GROUP BY symbol
WINDOW TUMBLING(ts, 1m)
EMIT FINAL
WITH (
    'desk_trades.type' = 'kafka_source',
    'desk_trades.topic.name' = 'desk-trades',
    'one_minute_bars.type' = 'kafka_sink',
    'one_minute_bars.topic.name' = 'bars-1m'
);

-- Name: hourly_range
-- The bars are written with the symbol as key, so a second grouping by symbol finds them in place.
-- @job_mode: adaptive
-- @num_partitions: 12
CREATE STREAM hourly_range AS
SELECT symbol, MAX(high_price) - MIN(low_price) AS price_range, SUM(volume) AS volume
FROM one_minute_bars
GROUP BY symbol
WINDOW TUMBLING(1h)
EMIT FINAL
WITH (
    'one_minute_bars.type' = 'kafka_source',
    'one_minute_bars.topic.name' = 'bars-1m',
    'hourly_range.type' = 'kafka_sink',
    'hourly_range.topic.name' = 'range-1h'
);

-- Name: block_trades
-- @job_mode: adaptive
-- @num_partitions: 12
-- @metric: desk_block_trades_total
-- @metric_type: counter
-- @metric_help: Trades over one million in value
-- @metric_labels: symbol, side
-- @metric_condition: price * volume > 1000000
CREATE STREAM block_trades AS
SELECT trade_id, trader_id, symbol, side, price * volume AS notional
FROM desk_trades
WHERE price * volume > 1000000
WITH (
    'desk_trades.type' = 'kafka_source',
    'desk_trades.topic.name' = 'desk-trades',
    'block_trades.type' = 'kafka_sink',
    'block_trades.topic.name' = 'block-trades',
    'block_trades.format' = 'json'
);

-- Name: desk_total
-- One number for the head of desk.
-- @job_mode: adaptive
-- @partitioning_strategy: fanin
CREATE STREAM desk_total AS
SELECT COUNT(*) AS trades, SUM(price * volume) AS turnover
FROM desk_trades
WINDOW TUMBLING(60)
EMIT CHANGES
WITH (
    'desk_trades.type' = 'kafka_source',
    'desk_trades.topic.name' = 'desk-trades',
    'desk_total.type' = 'kafka_sink',
    'desk_total.topic.name' = 'desk-total'
);
