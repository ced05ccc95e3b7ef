-- Mean temperature and humidity per site and kind of sensor.
-- Devices of one site are spread over the topic, so the groups have to be brought together.
-- @name: site_climate
-- @source_key.sensors: device_id
-- @source_partitions.sensors: 8

SELECT site, kind, AVG(reading) AS mean_reading, COUNT_DISTINCT(device_id) AS devices
FROM sensors
WHERE kind IN ('temperature', 'humidity')
GROUP BY site, kind
WINDOW TUMBLING(ts, 15m)
HAVING COUNT_DISTINCT(device_id) > 1
EMIT FINAL;
