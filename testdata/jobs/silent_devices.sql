-- Devices that were installed but have not been activated, by the nightly list of activations.
-- @name: silent_devices
-- @job_mode: simple

CREATE STREAM silent_devices AS
SELECT *
FROM installations i
WHERE i.installed_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY
  AND NOT EXISTS (SELECT 1 FROM activations a WHERE a.device_id = i.device_id)
WITH (
    'installations.type' = 'kafka_source',
    'activations.type' = 'file_source',
    'activations.config_file' = 'configs/activations.yaml',
    'silent_devices.type' = 'kafka_sink'
);
