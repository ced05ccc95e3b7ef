-- Mistake: in a SELECT that stands by itself, the engine wants GROUP BY before WINDOW.
-- @name: window_first
SELECT page, COUNT(*) AS click_count
FROM clicks
WINDOW TUMBLING(5m)
GROUP BY page
EMIT CHANGES;
