-- Views are looked through, materialized views are topics of their own.
CREATE VIEW open_orders AS
SELECT order_id, customer_id, amount FROM orders WHERE status = 'open';

CREATE OR REPLACE MATERIALIZED VIEW open_amount AS
SELECT customer_id, SUM(amount) AS amount
FROM open_orders
GROUP BY customer_id;

CREATE STREAM big_open_amounts AS
SELECT customer_id, amount FROM open_amount WHERE amount > 1000 EMIT CHANGES;
