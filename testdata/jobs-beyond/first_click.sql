-- One row per user: the first click.
-- @name: first_click
-- velo-plan: ignore VP205 because the first click of every user is what the job is for
SELECT DISTINCT ON (user_id) user_id, page, ts
FROM clicks
ORDER BY user_id, ts;
