-- Windows as functions in GROUP BY.
CREATE STREAM kills_per_minute AS
SELECT match_id, TUMBLE_START(happened_at, INTERVAL '1' MINUTE) AS opened_at, COUNT(*) AS kills
FROM kill_events
GROUP BY match_id, TUMBLE(happened_at, INTERVAL '1' MINUTE);

CREATE STREAM kills_hopping AS
SELECT match_id, COUNT(*) AS kills
FROM kill_events
GROUP BY HOP(happened_at, INTERVAL '10' SECOND, INTERVAL '1' MINUTE), match_id;
