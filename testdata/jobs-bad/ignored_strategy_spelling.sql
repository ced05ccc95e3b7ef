-- Mistake: always_hash is a name of the strategy, but the engine's annotation takes only "hash" and ignores this line.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: always_hash
CREATE STREAM symbol_counts AS
SELECT symbol, COUNT(*) AS trades
FROM trades
GROUP BY symbol
WINDOW TUMBLING(1m)
EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'symbol_counts.type' = 'kafka_sink');
