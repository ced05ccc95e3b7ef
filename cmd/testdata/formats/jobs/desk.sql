-- @name: price_stats
-- @num_partitions: 8
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12
CREATE STREAM price_stats AS
SELECT symbol, COUNT(*) AS trade_count
FROM trades
GROUP BY symbol
WINDOW TUMBLING(ts, INTERVAL '1' MINUTE);

CREATE STREAM top_traders AS
SELECT trader_id, MAX(n) AS best FROM
  (SELECT trader_id, symbol, COUNT(*) AS n FROM trades GROUP BY trader_id, symbol) AS counted
  JOIN traders FOR SYSTEM_TIME AS OF ts AS who ON counted.symbol = who.symbol
GROUP BY trader_id;
