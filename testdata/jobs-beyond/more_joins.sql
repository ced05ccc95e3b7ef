-- Joins that have no ON, and one that looks back in time.
CREATE STREAM trades_with_quotes AS
SELECT t.trade_id, t.price, q.bid
FROM trades t ASOF JOIN quotes q ON t.symbol = q.symbol AND t.ts >= q.ts;

CREATE STREAM scanned_labels AS
SELECT parcel_id, depot, service
FROM scans JOIN labels USING (parcel_id) WITHIN 1h;

-- velo-plan: ignore VP205 because the job starts anew every night, and the scans of a day are few
CREATE STREAM natural_labels AS
SELECT parcel_id, depot FROM scans NATURAL JOIN labels;

CREATE STREAM depot_shift_grid AS
SELECT d.depot_id, s.shift FROM depots d CROSS JOIN shifts s;

CREATE STREAM scan_before_on AS
SELECT s.parcel_id, l.service
FROM scans AS s
JOIN labels AS l WITHIN 5 MINUTES ON s.parcel_id = l.parcel_id;
