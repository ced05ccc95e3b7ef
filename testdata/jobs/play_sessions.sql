-- How long players stay: a session ends after a quarter of an hour without an event.
-- @name: play_sessions
-- @job_mode: adaptive
-- @num_partitions: 12

SELECT player_id, platform, COUNT(*) AS events, MAX(level) AS highest_level
FROM player_events
GROUP BY player_id, platform
WINDOW SESSION(ts, 15m)
HAVING COUNT(*) > 1
EMIT CHANGES;
