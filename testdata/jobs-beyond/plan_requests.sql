-- The other expressions people use: a CASE with a subject, IS DISTINCT FROM, a quantified comparison.
-- @name: plan_requests
EXPLAIN SELECT
    CASE status WHEN 'paid' THEN 1 ELSE 0 END AS paid,
    SUBSTRING(order_id FROM 1 FOR 4) AS batch,
    TRIM(BOTH ' ' FROM region) AS region,
    POSITION('-' IN order_id) AS dash,
    DATE '2024-05-01' AS since,
    o.*
FROM orders o
WHERE region IS DISTINCT FROM 'test' AND (status IS NOT NULL) IS TRUE;
