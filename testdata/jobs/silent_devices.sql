-- Devices that were installed but have not been activated.
-- @name: silent_devices
-- @job_mode: simple

SELECT *
FROM installations i
WHERE i.installed_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY
  AND NOT EXISTS (SELECT 1 FROM activations a WHERE a.device_id = i.device_id);
