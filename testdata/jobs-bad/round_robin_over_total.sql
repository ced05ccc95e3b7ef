-- Mistake: a count over everything, dealt out to four partitions, gives four counts.
-- @name: click_total
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobin
SELECT COUNT(*) AS click_count
FROM clicks
WINDOW TUMBLING(1m)
EMIT CHANGES;
