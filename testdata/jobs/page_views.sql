-- Views per page and country, every minute.
-- @name: page_views
-- @job_mode: adaptive
-- @num_partitions: 6

select page, country, count(*) as views, approx_count_distinct(user_id) as visitors
from clicks
where page not like '/internal/%'
group by page, country
window tumbling(60)
emit changes;
