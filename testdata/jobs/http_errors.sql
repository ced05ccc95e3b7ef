-- Share of failed requests per service, exported as metrics.
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: hash
-- @metric: http_requests_observed_total
-- @metric_type: counter
-- @metric_help: Requests seen by the error-rate job
-- @metric_labels: service
-- @metric: http_error_ratio
-- @metric_type: gauge
-- @metric_help: Share of requests answered with 5xx
-- @metric_field: error_ratio
-- @metric_labels: service
-- @metric_sample_rate: 0.5

CREATE STREAM http_errors AS
SELECT
    service,
    COUNT(*) AS requests,
    SUM(CASE WHEN status >= 500 THEN 1 ELSE 0 END) AS failed,
    SUM(CASE WHEN status >= 500 THEN 1.0 ELSE 0.0 END) / COUNT(*) AS error_ratio
FROM access_log
WHERE NOT (path LIKE '/health%')
GROUP BY service
WINDOW TUMBLING(30 s)
EMIT CHANGES
WITH (
    'access_log.type' = 'kafka_source',
    'access_log.topic.name' = 'access-log',
    'http_errors.type' = 'kafka_sink',
    'http_errors.topic.name' = 'http-errors',
    'http_errors.linger.ms' = '20'
);
