-- Calls that ended for a network reason, for the field engineers.
-- @name: dropped_calls
-- @job_mode: adaptive
-- @num_partitions: 24

SELECT
    call_id,
    cell_id,
    EXTRACT('HOUR', started_at) AS hour_of_day,
    COALESCE(release_cause, 'unknown') AS cause,
    _TIMESTAMP AS seen_at
FROM call_records
WHERE (release_cause LIKE 'NET%' OR release_cause IS NULL)
  AND seconds < 20
INTO dropped_call_events
WITH (
    'call_records.type' = 'kafka_source',
    'dropped_call_events.type' = 'kafka_sink',
    'dropped_call_events.topic.name' = 'dropped-calls'
);
