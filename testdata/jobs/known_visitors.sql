-- Everybody who was seen on the web or in the app, once.
-- UNION removes duplicates, so the same user from either side must reach the same partition.
-- @name: known_visitors
-- @job_mode: simple
-- velo-plan: ignore VP205 because a list of all visitors is what the job is for

SELECT user_id FROM clicks WHERE user_id IS NOT NULL
UNION
SELECT user_id FROM app_events WHERE user_id IS NOT NULL;
