-- Windows as table functions, in both ways of writing them.
CREATE STREAM clicks_5m AS
SELECT page, window_start, window_end, COUNT(*) AS views
FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '5' MINUTE))
GROUP BY page, window_start, window_end;

CREATE STREAM clicks_hop AS
SELECT page, window_start, COUNT(*) AS views
FROM hop(clicks, ts, interval '1 minute', interval '10 minutes')
GROUP BY page, window_start;

CREATE STREAM clicks_day AS
SELECT country, window_end, COUNT(*) AS views
FROM TABLE(CUMULATE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '1' DAY))
GROUP BY country, window_start, window_end;

CREATE STREAM click_visits AS
SELECT user_id, window_start, COUNT(*) AS views
FROM TABLE(SESSION(TABLE clicks PARTITION BY user_id, DESCRIPTOR(ts), INTERVAL '30' MINUTE))
GROUP BY user_id, window_start, window_end;

CREATE STREAM clicks_total_5m AS
SELECT window_start, COUNT(*) AS views
FROM tumble(clicks, ts, interval '5 minutes')
GROUP BY window_start;
