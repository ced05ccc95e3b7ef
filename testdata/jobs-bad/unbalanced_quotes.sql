-- Mistake: the opening quote of the topic name is missing, so every quote after it pairs up wrongly.
CREATE STREAM copied_clicks AS
SELECT user_id, page
FROM clicks
WITH (
    'clicks.type' = 'kafka_source',
    'copied_clicks.type' = 'kafka_sink',
    'copied_clicks.topic.name' = clicks-copy'
);
