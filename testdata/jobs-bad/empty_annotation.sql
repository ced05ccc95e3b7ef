-- Mistake: the strategy's value was never filled in.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy:
CREATE STREAM trader_counts AS
SELECT trader_id, COUNT(*) AS trades
FROM trades
GROUP BY trader_id
EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'trader_counts.type' = 'kafka_sink');
