-- Mistake: sticky is right only if the topic is keyed by site, and nothing says how it is keyed.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM site_counts AS
SELECT site, COUNT(*) AS readings
FROM sensors
GROUP BY site
WINDOW TUMBLING(ts, 5m)
EMIT CHANGES
WITH ('sensors.type' = 'kafka_source', 'site_counts.type' = 'kafka_sink');
