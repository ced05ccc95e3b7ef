-- Names in both kinds of quotes, and words that the engine keeps for itself.
-- velo-plan: ignore VP205 because the shop has a few thousand customers
CREATE STREAM "Order Summary" AS
SELECT "customer id", COUNT(*) AS "order count"
FROM `shop.orders`
GROUP BY "customer id";

-- velo-plan: ignore VP205 because the query writes a few rows
CREATE STREAM reserved_names AS
SELECT key, row, start, "end", version, schema, list, COUNT(*) AS range
FROM query
GROUP BY key, row, start, "end", version, schema, list;
