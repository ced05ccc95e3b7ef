-- Parcels announced but never scanned, and parcels scanned that nobody announced.
-- @name: missing_scans

SELECT a.parcel_id AS announced, s.parcel_id AS scanned, a.depot AS expected_depot, s.depot AS seen_at
FROM announcements a
FULL OUTER JOIN depot_scans s ON a.parcel_id = s.parcel_id WITHIN 12h
WHERE a.parcel_id IS NULL OR s.parcel_id IS NULL;
