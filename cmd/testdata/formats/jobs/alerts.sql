CREATE VIEW busy AS SELECT symbol, trade_count FROM price_stats WHERE trade_count > 100;

-- @partitioning_strategy: roundrobin
CREATE STREAM alerts AS SELECT symbol, COUNT(*) AS n FROM busy GROUP BY symbol;

CREATE STREAM ping AS SELECT id FROM pong WITH ('pong.type' = 'kafka_source', 'ping.type' = 'kafka_sink', 'ping.topic.name' = 'ping-v1');
CREATE STREAM pong AS SELECT id FROM ping;
