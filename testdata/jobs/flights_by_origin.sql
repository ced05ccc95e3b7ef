-- Flights and delays per airport of departure, over the flights in testdata/records/flights.ndjson.
-- A few hubs have most of the flights, so the partitions cannot come out even.
-- @name: flights_by_origin
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash

CREATE STREAM flights_by_origin AS
SELECT
    origin,
    COUNT(*) AS departures,
    AVG(delay) AS avg_delay,
    MAX(delay) AS worst_delay,
    SUM(CASE WHEN delay > 15 THEN 1 ELSE 0 END) AS late_departures
FROM flights WITH ('flights.type' = 'file_source', 'flights.path' = 'testdata/records/flights.ndjson', 'flights.format' = 'jsonlines')
GROUP BY origin
EMIT CHANGES
WITH (
    'flights_by_origin.type' = 'file_sink',
    'flights_by_origin.path' = 'out/flights_by_origin.jsonl',
    'flights_by_origin.format' = 'jsonlines'
);
