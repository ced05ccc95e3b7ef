-- Readings outside the permitted range of a cold room, passed on as they come.
-- Each reading is judged by itself, so any worker may take it.
-- @name: cold_chain_alarms
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: roundrobin
-- @batch_size: 200

SELECT
    device_id,
    site,
    reading,
    CASE WHEN reading > 8 THEN 'too warm' ELSE 'too cold' END AS alarm,
    'site ' || site || ', device ' || device_id AS label,
    CAST(reading AS STRING) AS reading_text
FROM sensors
WHERE kind = 'temperature'
  AND site LIKE 'cold-%'
  AND reading NOT BETWEEN 2 AND 8
INTO cold_chain_events
WITH (
    'sensors.type' = 'kafka_source',
    'cold_chain_events.type' = 'kafka_sink',
    'cold_chain_events.topic.name' = 'cold-chain-alarms',
    'cold_chain_events.failure_strategy' = 'SendToDLQ'
);
