-- Mistake: the annotation is called partitioning_strategy, not partition_strategy.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partition_strategy: hash
CREATE STREAM venue_counts AS
SELECT venue, COUNT(*) AS trades
FROM trades
GROUP BY venue
EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'venue_counts.type' = 'kafka_sink');
