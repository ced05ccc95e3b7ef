CREATE STREAM price_stats AS
SELECT symbol, COUNT(*) AS trade_count
FROM trades
GROUP BY symbol, venue
WINDOW TUMBLING(ts, INTERVAL '1' MINUTE);

CREATE STREAM ping AS SELECT id FROM pong WITH ('pong.type' = 'kafka_source');
CREATE STREAM gone AS SELECT id FROM pong;
