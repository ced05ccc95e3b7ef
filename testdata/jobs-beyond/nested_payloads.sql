-- Arrays, maps, paths into structures, JSON arrows and short casts.
-- @name: nested_payloads
SELECT
    payload.device.id AS device_id,
    payload.samples[0] AS first_sample,
    attributes['site'] AS site,
    body->'meta'->>'firmware' AS firmware,
    ts::timestamp AS read_at,
    CAST(reading AS DECIMAL(10, 2)) AS reading,
    TRY_CAST(battery AS INT) AS battery,
    ARRAY[1, 2, 3] AS levels,
    MAP['unit', 'celsius'] AS labels,
    reading % 10 AS last_digit
FROM raw_events
WHERE body->>'kind' ILIKE 'temp%' AND (site, kind) IN (('north', 'a'), ('south', 'b'));
