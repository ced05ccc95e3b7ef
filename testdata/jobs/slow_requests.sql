-- Requests slower than the slowest that the service promised.
-- The promise is one number for everyone and comes from a small file.
-- @name: slow_requests
-- @job_mode: adaptive
-- @num_partitions: 4

CREATE STREAM slow_request_events AS
SELECT service, path, millis, status
FROM access_log
WHERE millis > (SELECT MAX(millis) FROM latency_limits)
WITH (
    'access_log.type' = 'kafka_source',
    'latency_limits.type' = 'file_source',
    'latency_limits.config_file' = 'configs/latency_limits.yaml',
    'slow_request_events.type' = 'kafka_sink',
    'slow_request_events.topic.name' = 'slow-requests'
);
