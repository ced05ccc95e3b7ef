-- Mistake: annotation names are case-sensitive, so the capital letters make the engine pass over both lines.
-- @job_mode: adaptive
-- @Num_Partitions: 8
-- @Partitioning_Strategy: hash
CREATE STREAM side_counts AS
SELECT side, COUNT(*) AS trades
FROM trades
GROUP BY side
EMIT CHANGES
WITH ('trades.type' = 'kafka_source', 'side_counts.type' = 'kafka_sink');
