-- Mistake: a comma after the last column.
-- @name: click_columns
SELECT
    user_id,
    page,
    country,
FROM clicks;
