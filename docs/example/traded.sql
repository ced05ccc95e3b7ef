CREATE STREAM traded AS
SELECT symbol, SUM(volume) AS volume
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m)
EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'traded.type' = 'kafka_sink');
