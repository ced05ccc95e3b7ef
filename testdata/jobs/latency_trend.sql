/* Latency trend per service.
   A row comes out each time a service's buffer of 200 requests is full. */
-- @name: latency_trend
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: sticky
-- @source_key.access_log: service

SELECT
    service,
    millis,
    AVG(millis) OVER (
        ROWS WINDOW BUFFER 200 ROWS
        PARTITION BY service
        ORDER BY ts ASC
        RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW
        EMIT ON BUFFER FULL
    ) AS recent_millis
FROM access_log
WITH ('access_log.type' = 'kafka_source', 'access_log.topic.name' = 'access-log')
EMIT CHANGES;
