-- How many different users were active in the last ten minutes, over the whole site.
-- Distinct counts of partitions do not add up, so one partition has to see all clicks.
-- @name: active_users
-- @job_mode: transactional

SELECT COUNT_DISTINCT(user_id) AS users, COUNT(*) AS click_count
FROM clicks
WINDOW SLIDING(10m, 1m)
EMIT CHANGES;
