-- Invoices with the payment that settled them, if one came within a day.
-- @job_mode: adaptive
-- @num_partitions: 10
-- @partitioning_strategy: hash
-- velo-plan: ignore VP306 because receipts after the hour that the engine takes are matched by the nightly run

CREATE STREAM overdue_invoices AS
SELECT
    i.invoice_id,
    i.customer_id,
    i.due_at,
    r.amount AS received,
    CASE WHEN r.invoice_id IS NULL THEN TRUE ELSE FALSE END AS overdue
FROM receipts r
RIGHT OUTER JOIN invoices i ON r.invoice_id = i.invoice_id WITHIN INTERVAL 24 HOURS
WITH (
    'receipts.type' = 'kafka_source',
    'invoices.type' = 'kafka_source',
    'overdue_invoices.type' = 'kafka_sink',
    'overdue_invoices.topic.name' = 'overdue-invoices'
);
