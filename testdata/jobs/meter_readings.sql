-- Consumption per meter and tariff zone, a quarter of an hour at a time.
-- The strategy is set as a property here, as the grid team keeps its settings in the WITH block.
-- @job_mode: adaptive
-- @num_partitions: 32

CREATE STREAM meter_readings (meter_id STRING, zone STRING, used DOUBLE, samples INTEGER) AS
SELECT meter_id, zone, SUM(delta_kwh) AS used, COUNT(*) AS samples
FROM meter_ticks
WHERE delta_kwh >= 0 AND quality != 'bad'
WINDOW TUMBLING(meter_ticks.read_at, 15m)
GROUP BY meter_id, zone
EMIT FINAL
WITH (
    'meter_ticks.type' = 'kafka_source',
    'meter_ticks.topic.name' = 'meter-ticks',
    'meter_ticks.value.format' = 'protobuf',
    'partitioning_strategy' = 'always_hash',
    'meter_readings.type' = 'kafka_sink',
    'meter_readings.topic.name' = 'meter-readings'
);
