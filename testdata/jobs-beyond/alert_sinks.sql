-- A sink in each of its forms, and an INSERT.
CREATE SINK card_alerts AS
SELECT payment_id, account_id, amount FROM payments WHERE amount > 5000
WITH ('type' = 'kafka_sink', 'topic.name' = 'card-alerts');

CREATE SINK payments_archive FROM payments
WITH ('type' = 's3_sink', 'path' = 's3://archive/payments');

-- velo-plan: ignore VP205 because the bank has a fixed number of accounts
CREATE SINK account_totals INTO account_totals_topic AS
SELECT account_id, SUM(amount) AS total FROM payments GROUP BY account_id;

INSERT INTO declined_payments (payment_id, account_id)
SELECT payment_id, account_id FROM payments WHERE status = 'declined';
