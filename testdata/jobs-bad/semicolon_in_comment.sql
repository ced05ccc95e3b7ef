-- Mistake: a comment line inside the statement ends in a semicolon, and the engine cuts the statement there.
-- SQL Application: cut-by-comment
-- Version: 1.0.0

-- @name: refunds
CREATE STREAM refunds AS
SELECT payment_id, account_id, amount
-- only refunds that went through;
FROM payments
WHERE status = 'refunded'
WITH ('payments.type' = 'kafka_source', 'refunds.type' = 'kafka_sink');
