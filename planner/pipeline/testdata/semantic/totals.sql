-- Totals over all records, which two phases give too.

SELECT COUNT(*), COUNT(a), SUM(a), MIN(b), MAX(b) FROM t

SELECT AVG(a) AS mean, COUNT(*) AS n FROM t WHERE b > 0

SELECT SUM(a) FILTER (WHERE b > 0) AS s, COUNT(*) FILTER (WHERE a IS NULL) AS n FROM t AS x

SELECT COALESCE(MAX(a), 0) + MIN(b) * 2 AS m, SUM(a) - SUM(a) AS zero FROM t

SELECT COUNT(*) AS n FROM t HAVING COUNT(*) > 3

SELECT CASE WHEN COUNT(*) > 2 THEN MAX(a) ELSE 0 END AS m FROM t x WHERE x.b = 1 OR x.a IS NULL

-- Those that do not come apart: DISTINCT, a subquery beside the aggregate, a CTE, a LIMIT.
SELECT COUNT(DISTINCT a) FROM t

SELECT COUNT(*) + (SELECT MAX(b) FROM t) AS n FROM t

WITH u AS (SELECT a FROM t) SELECT COUNT(*) FROM u

SELECT SUM(a) AS s FROM t ORDER BY s LIMIT 1
