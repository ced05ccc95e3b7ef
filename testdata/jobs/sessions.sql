-- Visits: clicks of one user with no gap of half an hour.
-- The web servers write clicks without a key.
-- @job_mode: adaptive
-- @num_partitions: 6
-- @partitioning_strategy: hash

CREATE STREAM sessions AS
SELECT
    user_id,
    COUNT(*) AS click_count,
    COUNT_DISTINCT(page) AS pages,
    MIN(ts) AS entered_at,
    MAX(ts) AS left_at
FROM clicks
WHERE user_id IS NOT NULL
GROUP BY user_id
WINDOW SESSION(ts, INTERVAL '30' MINUTE, user_id)
EMIT CHANGES
WITH (
    'clicks.type' = 'kafka_source',
    'clicks.topic.name' = 'clicks',
    'sessions.type' = 'kafka_sink',
    'sessions.topic.name' = 'sessions'
);
