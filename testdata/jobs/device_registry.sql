-- The latest reading of each device, as a compacted topic.
-- Nothing is grouped, but two updates of one device must not overtake each other.
-- @job_mode: adaptive
-- @num_partitions: 8

CREATE TABLE device_registry AS
SELECT
    device_id PRIMARY KEY,
    site,
    kind,
    reading AS last_reading,
    battery,
    ts AS last_seen
FROM sensors
WITH (
    'sensors.type' = 'kafka_source',
    'sensors.topic.name' = 'sensors',
    'device_registry.type' = 'kafka_sink',
    'device_registry.topic.name' = 'device-registry',
    'device_registry.compression.type' = 'zstd'
);
