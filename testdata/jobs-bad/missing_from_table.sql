-- Mistake: FROM is there, but no name follows it.
-- @name: no_source
SELECT user_id, page
FROM
WHERE page = '/checkout';
