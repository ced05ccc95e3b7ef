-- The second expression reads the first.
-- @name: noisy_sites
-- velo-plan: ignore VP205 because sites and their devices are few
WITH readings AS (
    SELECT device_id, site, reading FROM sensors WHERE kind = 'vibration'
),
loud AS (
    SELECT site, device_id, MAX(reading) AS peak FROM readings GROUP BY site, device_id
)
SELECT site, COUNT(*) AS loud_devices
FROM loud
WHERE peak > 12.5
GROUP BY site;
