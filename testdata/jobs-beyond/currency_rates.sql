-- The rate that held when the order came in.
-- @name: order_amounts_eur
SELECT o.order_id, o.amount * r.rate AS amount_eur
FROM orders AS o
LEFT JOIN exchange_rates FOR SYSTEM_TIME AS OF o.ts AS r
  ON o.currency = r.currency;
