-- Mistake: the engine reads a CREATE only as far as UNION, so the app's events are never read.
CREATE STREAM every_event AS
SELECT user_id, page FROM clicks
UNION ALL
SELECT user_id, screen AS page FROM app_events;
