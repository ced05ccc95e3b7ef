-- COUNT(DISTINCT x) and an aggregate with a filter.
-- @name: distinct_users
-- velo-plan: ignore VP205 because the site has a few hundred pages
SELECT
    page,
    COUNT(DISTINCT user_id) AS visitors,
    COUNT(*) FILTER (WHERE device = 'app') AS app_views,
    STRING_AGG(country, ',' ORDER BY country) AS countries,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY ts) AS p95
FROM clicks
GROUP BY page;
