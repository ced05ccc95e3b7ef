-- Mistake: in a SELECT that stands by itself the engine stops at AS, so the filter is lost.
-- @name: german_clicks
SELECT x.user_id, x.page
FROM clicks AS x
WHERE x.country = 'DE';
