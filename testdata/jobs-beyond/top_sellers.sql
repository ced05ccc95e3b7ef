-- The three best products of each region.
-- @name: top_sellers
SELECT region, product_id, units, place
FROM (
    SELECT region, product_id, units,
           ROW_NUMBER() OVER (PARTITION BY region ORDER BY units DESC) AS place
    FROM product_units
) AS ranked
WHERE place <= 3;
