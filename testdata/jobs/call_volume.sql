-- Calls per cell and hour of the day, for capacity planning.
-- The hour is computed, the cell is a plain column; hashing the cell alone keeps every group whole.
-- @job_mode: adaptive
-- @num_partitions: 24
-- @partitioning_strategy: hash
-- velo-plan: ignore VP205 because a cell has 24 groups, and the cells are few

CREATE STREAM call_volume AS
SELECT
    cell_id,
    EXTRACT(HOUR FROM started_at) AS hour_of_day,
    COUNT(*) AS calls,
    SUM(seconds) / 60 AS minutes
FROM call_records
WHERE seconds > 0
GROUP BY cell_id, EXTRACT(HOUR FROM started_at)
EMIT CHANGES
WITH (
    'call_records.type' = 'kafka_source',
    'call_records.topic.name' = 'cdr',
    'call_volume.type' = 'kafka_sink',
    'call_volume.topic.name' = 'call-volume'
);
