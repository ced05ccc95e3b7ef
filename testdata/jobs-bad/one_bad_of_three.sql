-- Mistake: the second of three statements has BETWEEN without AND; the other two are fine.
-- SQL Application: one-bad
-- Version: 1.0.0

-- @name: low_battery
CREATE STREAM low_battery AS
SELECT device_id, battery FROM sensors WHERE battery < 15
WITH ('sensors.type' = 'kafka_source', 'low_battery.type' = 'kafka_sink');

-- @name: middle_battery
CREATE STREAM middle_battery AS
SELECT device_id, battery FROM sensors WHERE battery BETWEEN 15, 50
WITH ('sensors.type' = 'kafka_source', 'middle_battery.type' = 'kafka_sink');

-- @name: full_battery
CREATE STREAM full_battery AS
SELECT device_id, battery FROM sensors WHERE battery > 95
WITH ('sensors.type' = 'kafka_source', 'full_battery.type' = 'kafka_sink');
