-- Sources that are declared before they are used.
CREATE STREAM sensor_input (
    device_id VARCHAR(36) NOT NULL,
    site STRING,
    reading DECIMAL(12, 4),
    tags ARRAY<STRING>,
    meta STRUCT<firmware STRING, model STRING>,
    ts BIGINT,
    PRIMARY KEY (device_id)
) WITH (
    'type' = 'kafka_source',
    'topic.name' = 'sensors',
    'partitions' = '8'
);

CREATE TABLE IF NOT EXISTS devices (
    device_id STRING PRIMARY KEY,
    model STRING
) WITH ('type' = 'file_source', 'path' = 'data/devices.csv');

CREATE OR REPLACE STREAM sensor_models AS
SELECT s.device_id, d.model, s.reading
FROM sensor_input AS s
JOIN devices AS d ON s.device_id = d.device_id;
