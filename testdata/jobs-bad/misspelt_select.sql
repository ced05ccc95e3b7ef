-- Mistake: SELCT.
-- @name: device_clicks
SELCT device, page
FROM clicks
WHERE device IS NOT NULL;
