-- One row per user: the first click.
-- @name: first_click
SELECT DISTINCT ON (user_id) user_id, page, ts
FROM clicks
ORDER BY user_id, ts;
