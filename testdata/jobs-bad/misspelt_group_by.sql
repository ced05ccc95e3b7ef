-- Mistake: GRUOP BY.
-- @name: country_clicks
SELECT country, COUNT(*) AS click_count
FROM clicks
GRUOP BY country
WINDOW TUMBLING(1m)
EMIT CHANGES;
