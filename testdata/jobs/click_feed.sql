-- Web and app clicks as one feed; the two are only laid side by side, so nobody has to meet.
-- @name: click_feed

SELECT user_id, page, 'web' AS channel, ts
FROM clicks WITH ('clicks.type' = 'kafka_source')
WHERE device <> 'app'
UNION ALL
SELECT user_id, screen AS page, 'app' AS channel, ts
FROM app_events WITH ('app_events.type' = 'kafka_source')
WHERE event_name = 'screen_view';
