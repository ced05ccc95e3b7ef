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

-- The constant row comes out of every partition, though nothing is counted.
SELECT 1 NOT IN (SELECT a FROM t LIMIT 0) AS x

SELECT q.c FROM (VALUES (1), (2)) AS q (c) WHERE q.c <> ALL (SELECT a FROM t WHERE a = NULL)
--! sqlite
SELECT q.c FROM (SELECT 1 AS c UNION ALL SELECT 2) AS q

SELECT (SELECT COUNT(*) FROM t WHERE a = 1 AND a = 2) AS n
