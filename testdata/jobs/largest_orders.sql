-- The twenty largest orders, for the morning meeting.
-- Twenty per partition would be twenty times too many, so one partition sees everything.
-- @name: largest_orders
-- @job_mode: simple

SELECT order_id, customer_id, amount, currency, region
FROM orders
WHERE status IN ('paid', 'shipped')
ORDER BY amount DESC, order_id
LIMIT 20;
