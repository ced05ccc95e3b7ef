-- Mistake: both topics are keyed by parcel_id, but 16 and 12 partitions do not line up, so kept partitions never meet.
-- @job_mode: adaptive
-- @num_partitions: 16
-- @partitioning_strategy: sticky
-- @source_key.scans: parcel_id
-- @source_partitions.scans: 16
-- @source_key.labels: parcel_id
-- @source_partitions.labels: 12
CREATE STREAM scans_with_labels AS
SELECT l.parcel_id AS parcel_id, s.depot AS depot, l.service AS service
FROM labels l
JOIN scans s ON l.parcel_id = s.parcel_id AND s.ts BETWEEN l.ts AND l.ts + INTERVAL '1' HOUR
WITH ('scans.type' = 'kafka_source', 'labels.type' = 'kafka_source', 'scans_with_labels.type' = 'kafka_sink');
