-- Health of every device in the fleet, five minutes at a time.
-- Gateways key the sensors topic by device_id, eight partitions, so a device never moves.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: smart
-- @source_key.sensors: device_id
-- @source_partitions.sensors: 8

CREATE STREAM fleet_health AS
SELECT
    device_id,
    COUNT(*) AS readings,
    MIN(battery) AS battery_low,
    STDDEV(reading) AS jitter,
    CASE
        WHEN MIN(battery) < 10 THEN 'replace'
        WHEN MIN(battery) < 25 THEN 'watch'
        ELSE 'ok'
    END AS health
FROM sensors
GROUP BY device_id
WINDOW TUMBLING(ts, INTERVAL '5' MINUTE)
EMIT CHANGES
WITH (
    'sensors.type' = 'kafka_source',
    'sensors.topic.name' = 'sensors',
    'sensors.format' = 'json',
    'event.time.field' = 'ts',
    'late.data.strategy' = 'dead_letter',
    'fleet_health.type' = 'kafka_sink',
    'fleet_health.topic.name' = 'fleet-health'
);
