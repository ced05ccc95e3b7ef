-- The audit trail in the order of each source partition, as the auditors ask for it.
-- The audit service keys the topic by actor, so one actor's actions stay in sequence.
-- @job_mode: adaptive
-- @num_partitions: 4
-- @partitioning_strategy: sticky
-- @source_key.audit_events: actor
-- @source_partitions.audit_events: 4
-- velo-plan: ignore VP206 because the auditors read each partition by itself

CREATE STREAM audit_trail AS
SELECT event_id, actor, action, target, happened_at
FROM audit_events
WHERE action NOT IN ('login', 'logout')
ORDER BY happened_at
WITH (
    'audit_events.type' = 'kafka_source',
    'audit_events.topic.name' = 'audit-events',
    'audit_trail.type' = 'file_sink',
    'audit_trail.path' = 'out/audit_trail.jsonl',
    'audit_trail.format' = 'jsonlines'
);
