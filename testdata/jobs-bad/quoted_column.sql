-- Mistake: double quotes make a string here, so the engine groups everything under one constant.
-- @name: by_constant
-- @job_mode: adaptive
-- @num_partitions: 8
SELECT "symbol", COUNT(*) AS trades
FROM trades
GROUP BY "symbol"
WINDOW TUMBLING(1m)
EMIT CHANGES;
