-- Mistake: two statements on one line; the engine cuts the file at line ends and drops the second one.
-- SQL Application: one-liner
-- Version: 1.0.0
CREATE STREAM web_clicks AS SELECT user_id, page FROM clicks WHERE device = 'desktop' WITH ('clicks.type' = 'kafka_source', 'web_clicks.type' = 'kafka_sink'); CREATE STREAM phone_clicks AS SELECT user_id, page FROM clicks WHERE device = 'phone' WITH ('clicks.type' = 'kafka_source', 'phone_clicks.type' = 'kafka_sink');
