-- Totals on several levels at once.
-- velo-plan: ignore VP205 because regions and products are few
CREATE STREAM sales_by_level AS
SELECT region, product_id, SUM(amount) AS amount
FROM orders
GROUP BY GROUPING SETS ((region, product_id), (region));

-- velo-plan: ignore VP205 because regions and products are few
CREATE STREAM sales_rollup AS
SELECT region, product_id, SUM(amount) AS amount
FROM orders
GROUP BY ROLLUP (region, product_id);

-- velo-plan: ignore VP205 because regions and currencies are few
CREATE STREAM sales_cube AS
SELECT region, currency, COUNT(*) AS order_count
FROM orders
GROUP BY CUBE (region, currency);
