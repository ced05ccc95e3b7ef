-- Invoices with the receipts of the hour after them, as the first step of dunning.
-- @job_mode: adaptive
-- @num_partitions: 10
-- @partitioning_strategy: hash

CREATE STREAM overdue_invoices AS
SELECT
    i.invoice_id AS invoice_id,
    i.customer_id AS customer_id,
    i.due_at AS due_at,
    r.amount AS received,
    CASE WHEN r.paid_at > i.due_at THEN TRUE ELSE FALSE END AS overdue
FROM invoices i
INNER JOIN receipts r ON i.invoice_id = r.invoice_id AND r.paid_at BETWEEN i.issued_at AND i.issued_at + INTERVAL '60' MINUTES
WITH (
    'receipts.type' = 'kafka_source',
    'invoices.type' = 'kafka_source',
    'overdue_invoices.type' = 'kafka_sink',
    'overdue_invoices.topic.name' = 'overdue-invoices'
);
