-- Window clauses with words in them.
CREATE STREAM depot_hopping AS
SELECT depot, COUNT(*) AS scanned
FROM scans
WINDOW HOPPING (SIZE 30 MINUTES, ADVANCE BY 5 MINUTES, GRACE PERIOD 1 MINUTE)
GROUP BY depot
EMIT FINAL;

CREATE STREAM depot_tumbling AS
SELECT depot, COUNT(*) AS scanned
FROM scans
GROUP BY depot
WINDOW TUMBLING(5 MINUTES);

CREATE STREAM depot_interval AS
SELECT depot, COUNT(*) AS scanned
FROM scans
GROUP BY depot
WINDOW TUMBLING(INTERVAL '5' MINUTE);

CREATE STREAM depot_time_last AS
SELECT depot, COUNT(*) AS scanned
FROM scans
GROUP BY depot
WINDOW TUMBLING(5m, scanned_at);
