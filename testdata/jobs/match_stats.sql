-- Statistics of a running match.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: sticky
-- @source_key.kill_events: match_id

CREATE STREAM match_stats AS
SELECT match_id, team, COUNT(*) AS kills, COUNT_DISTINCT(player_id) AS players
FROM kill_events
GROUP BY match_id, team
WINDOW TUMBLING(happened_at, 30s)
EMIT CHANGES
WITH (
    'kill_events.type' = 'kafka_source',
    'kill_events.topic.name' = 'kill-events',
    'match_stats.type' = 'kafka_sink'
);
