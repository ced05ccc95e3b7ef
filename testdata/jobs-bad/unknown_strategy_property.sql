-- Mistake: "broadcast" is not a strategy; the engine warns in its log and hashes.
-- @job_mode: adaptive
-- @num_partitions: 4
CREATE STREAM status_feed AS
SELECT service, status
FROM access_log
WITH (
    'access_log.type' = 'kafka_source',
    'status_feed.type' = 'kafka_sink',
    'partitioning_strategy' = 'broadcast'
);
