-- SQL Application: plant-monitoring
-- Version: 1.4.2
-- Description: Vibration monitoring of pumps and compressors
-- Author: Reliability Engineering
-- Dependencies: sensors, machines.csv
-- @application: plant_monitoring
-- @deployment.node_id: plant-a-01
-- @deployment.region: eu-north

-- @name: vibration_raw
-- Adds the machine to each reading. The machine list is small and is loaded by every worker.
-- @job_mode: adaptive
-- @num_partitions: 8
-- velo-plan: ignore VP306 because our build of the engine looks joined tables up
CREATE STREAM vibration_raw AS
SELECT s.device_id, m.machine_id, m.line, s.reading, s.ts
FROM sensors s
JOIN machines m ON s.device_id = m.device_id
WHERE s.kind = 'vibration'
WITH (
    'sensors.type' = 'kafka_source',
    'sensors.topic.name' = 'sensors',
    'machines.type' = 'file_source',
    'machines.config_file' = 'configs/machines.yaml',
    'vibration_raw.type' = 'kafka_sink',
    'vibration_raw.topic.name' = 'vibration-raw'
);

-- @name: machine_vibration
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
-- @metric: machine_vibration_mm_s
-- @metric_type: gauge
-- @metric_help: Mean vibration of a machine over two minutes
-- @metric_field: mean_vibration
-- @metric_labels: machine_id
-- velo-plan: ignore VP202 because vibration_raw is to stay as the sensors write it
CREATE STREAM machine_vibration AS
SELECT machine_id, AVG(reading) AS mean_vibration, MAX(reading) AS peak, COUNT(*) AS samples
FROM vibration_raw
GROUP BY machine_id
WINDOW SLIDING(2m, 30s)
EMIT CHANGES
WITH (
    'vibration_raw.type' = 'kafka_source',
    'vibration_raw.topic.name' = 'vibration-raw',
    'machine_vibration.type' = 'kafka_sink',
    'machine_vibration.topic.name' = 'machine-vibration'
);

-- @name: worn_bearings
-- Three or more rough spells within an hour. The upstream topic is keyed by machine_id.
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: sticky
CREATE STREAM worn_bearings AS
SELECT machine_id, COUNT(*) AS rough_spells, MAX(peak) AS worst
FROM machine_vibration
WHERE mean_vibration > 7.1
GROUP BY machine_id
WINDOW TUMBLING(1 h)
HAVING COUNT(*) >= 3
EMIT CHANGES
WITH (
    'machine_vibration.type' = 'kafka_source',
    'machine_vibration.topic.name' = 'machine-vibration',
    'worn_bearings.type' = 'kafka_sink',
    'worn_bearings.topic.name' = 'worn-bearings'
);
