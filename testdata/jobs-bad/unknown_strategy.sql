-- Mistake: there is no strategy "roundrobbin"; roundrobin was meant.
-- @name: press_feed
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: roundrobbin
SELECT symbol, price, ts
FROM trades
WHERE volume > 10000;
