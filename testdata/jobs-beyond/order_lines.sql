-- One row per line of an order, and the tags of a product from a table function.
CREATE STREAM order_lines AS
SELECT o.order_id, l.sku, l.pos
FROM orders AS o
CROSS JOIN UNNEST(o.lines) WITH ORDINALITY AS l (sku, pos);

CREATE STREAM product_tags AS
SELECT p.product_id, t.tag
FROM products_feed AS p, LATERAL TABLE(split_tags(p.tags)) AS t (tag);
