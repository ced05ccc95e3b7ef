-- A probe for one broker partition: what lies there, and how old it is.
-- @name: partition_probe

SELECT _PARTITION, _OFFSET, _TIMESTAMP, _EVENT_TIME, service, status
FROM access_log
WHERE _PARTITION = 3 AND _OFFSET > 1000000;
