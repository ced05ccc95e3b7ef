-- Mistake: the topic is keyed by device, so one site's readings lie on many of the partitions that sticky keeps.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
-- @source_key.sensors: device_id
-- @source_partitions.sensors: 8
CREATE STREAM site_averages AS
SELECT site, AVG(reading) AS mean_reading
FROM sensors
GROUP BY site
WINDOW TUMBLING(ts, 5m)
EMIT CHANGES
WITH ('sensors.type' = 'kafka_source', 'site_averages.type' = 'kafka_sink');
