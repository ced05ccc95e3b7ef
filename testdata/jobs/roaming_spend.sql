-- Roaming charges per subscriber as one open session: closed after two hours without use.
-- Billing keys usage records by subscriber_id.
-- @job_mode: adaptive
-- @num_partitions: 16
-- @partitioning_strategy: smart
-- @source_key.usage_records: subscriber_id
-- @source_partitions.usage_records: 16

CREATE STREAM roaming_spend AS
SELECT subscriber_id, visited_network, SUM(charge) AS charged, SUM(megabytes) AS megabytes
FROM usage_records
WHERE home_network <> visited_network
GROUP BY subscriber_id, visited_network
WINDOW SESSION(2h)
HAVING SUM(charge) > 20
EMIT CHANGES
WITH (
    'usage_records.type' = 'kafka_source',
    'usage_records.topic.name' = 'usage-records',
    'roaming_spend.type' = 'kafka_sink',
    'roaming_spend.topic.name' = 'roaming-spend'
);
