-- Loads the depot list from the planning department's export.
-- @name: depot_list

SELECT depot_id, city, CAST(capacity AS INTEGER) AS capacity
FROM 'file://exports/depots.csv'
WHERE capacity IS NOT NULL;
