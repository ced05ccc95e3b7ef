-- Clicks without the crawlers we know of. The crawler list is a file that every worker loads.
-- @name: human_clicks
-- @job_mode: adaptive
-- @num_partitions: 6

CREATE STREAM clean_clicks AS
SELECT user_id, session_id, page, referrer, country, ts
FROM clicks
WHERE user_id IS NOT NULL
  AND user_id NOT IN (SELECT user_id FROM known_crawlers)
WITH (
    'clicks.type' = 'kafka_source',
    'known_crawlers.type' = 'file_source',
    'known_crawlers.config_file' = 'configs/crawlers.yaml',
    'clean_clicks.type' = 'kafka_sink',
    'clean_clicks.topic.name' = 'clicks-human'
);
