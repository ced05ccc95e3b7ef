-- Net exposure per trader and symbol.
-- All trades of a trader are already in one partition of the topic, so every
-- (trader_id, symbol) group is whole where it lies and nothing has to move.
-- @name: trader_exposure
-- @job_mode: adaptive
-- @num_partitions: 12
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12

SELECT
    trader_id,
    symbol,
    SUM(CASE WHEN side = 'buy' THEN volume ELSE 0 END) AS bought,
    SUM(CASE WHEN side = 'sell' THEN volume ELSE 0 END) AS sold,
    SUM(price * volume) AS gross
FROM trades
GROUP BY trader_id, symbol
WINDOW TUMBLING(5m)
HAVING SUM(price * volume) > 250000
EMIT CHANGES;
