-- Mistake: "5 minits" is not a duration.
-- @name: minute_clicks
SELECT page, COUNT(*) AS click_count
FROM clicks
GROUP BY page
WINDOW TUMBLING(5 minits)
EMIT CHANGES;
