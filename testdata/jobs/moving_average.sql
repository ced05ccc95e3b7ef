-- Moving average and last change per symbol over the latest 100 trades.
-- A symbol that has been quiet for half an hour gives its buffer back.
-- @name: moving_average
-- @partitioning_strategy: fanin
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12

SELECT
    symbol,
    price,
    AVG(price) OVER (
        ROWS WINDOW BUFFER 100 ROWS
        PARTITION BY symbol
        ORDER BY ts
        ROWS BETWEEN 19 PRECEDING AND CURRENT ROW
        EXPIRE AFTER INTERVAL '30' MINUTE INACTIVITY
    ) AS avg_20,
    LAG(price, 1) OVER (
        ROWS WINDOW BUFFER 100 ROWS
        PARTITION BY symbol
        ORDER BY ts
        EMIT EVERY RECORD
    ) AS previous_price,
    ts
FROM trades
WHERE price IS NOT NULL;
