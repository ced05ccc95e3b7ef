-- EMIT where people put it, and INTO inside a CREATE.
CREATE STREAM lag_alerts AS
SELECT service, MAX(millis) AS slowest
FROM access_log
EMIT CHANGES
GROUP BY service
WINDOW TUMBLING(1m)
HAVING MAX(millis) > 1000;

CREATE STREAM lag_samples AS
SELECT service, millis FROM access_log EMIT CHANGES LIMIT 50;

CREATE STREAM lag_copies AS
SELECT service, millis FROM access_log WHERE millis > 100 INTO lag_topic
WITH ('lag_topic.type' = 'kafka_sink');
