-- Statistics of a running match; a tenth of the load goes to the new version first.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: sticky
-- @source_key.kill_events: match_id

DEPLOY JOB match_stats VERSION '2.1.0' AS
SELECT match_id, team, COUNT(*) AS kills, COUNT_DISTINCT(player_id) AS players
FROM kill_events
GROUP BY match_id, team
WINDOW TUMBLING(happened_at, 30s)
EMIT CHANGES
WITH (
    'kill_events.type' = 'kafka_source',
    'kill_events.topic.name' = 'kill-events'
)
STRATEGY CANARY(10);
