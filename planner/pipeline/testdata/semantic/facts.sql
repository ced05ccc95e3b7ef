-- Constants and equalities as facts: where they help, and where they must not.

SELECT a, b, COUNT(*) FROM t WHERE a = 1 GROUP BY a, b

SELECT a, COUNT(*) FROM t WHERE a = 1 GROUP BY a

SELECT a, COUNT(*) FROM t WHERE 1 = a GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a IN (1) GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a IN (1, 2) GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a IS NULL GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a IS NOT NULL GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a IS NOT DISTINCT FROM 1 GROUP BY a

SELECT a, b, COUNT(*) FROM t WHERE a IS NULL GROUP BY a, b

SELECT a, COUNT(*) FROM t WHERE a = 1 OR b = 1 GROUP BY a

SELECT a, COUNT(*) FROM t WHERE NOT a = 1 GROUP BY a

SELECT a, COUNT(*) FROM t WHERE NOT (a <> 1) GROUP BY a

SELECT b, COUNT(*) FROM t WHERE a = b GROUP BY b

SELECT a, b, COUNT(*) FROM t WHERE a = b GROUP BY a, b

SELECT a, COUNT(*) FROM t WHERE a = b OR a > 1 GROUP BY a

SELECT a + 1, COUNT(*) FROM t WHERE a + 1 = 2 GROUP BY a + 1

SELECT a + 1, b, COUNT(*) FROM t WHERE a + 1 = 2 GROUP BY a + 1, b

SELECT a + b, a, COUNT(*) FROM t WHERE a + b = 2 GROUP BY a + b, a

SELECT UPPER(s), COUNT(*) FROM t WHERE UPPER(s) = 'X' GROUP BY UPPER(s)

SELECT s, COUNT(*) FROM t WHERE UPPER(s) = 'X' GROUP BY s

SELECT f, COUNT(*) FROM t WHERE f = 1 GROUP BY f

SELECT f, COUNT(*) FROM t WHERE f = 1.0 GROUP BY f

SELECT f, b, COUNT(*) FROM t WHERE f = a GROUP BY f, b

SELECT a, COUNT(*) FROM t WHERE f = a GROUP BY a

SELECT a, COUNT(*) FROM t GROUP BY a HAVING a = 1

SELECT a, b, COUNT(*) FROM t GROUP BY a, b HAVING a = 1

SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b HAVING a = 1) AS x GROUP BY b

SELECT a, n FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS x WHERE a = 1

SELECT a, n FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS x WHERE n = 1

SELECT a, b, n FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x WHERE a = 1

SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x WHERE a = 1 GROUP BY b

SELECT a, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x WHERE a = 1 GROUP BY a

SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x WHERE a = b GROUP BY b

SELECT id, n FROM (SELECT id, a, COUNT(*) OVER (PARTITION BY b) AS n FROM t) AS x WHERE a = 1

SELECT id, n FROM (SELECT id, b, COUNT(*) OVER (PARTITION BY b) AS n FROM t) AS x WHERE b = 1

SELECT id, n FROM (SELECT id, b, ROW_NUMBER() OVER (ORDER BY id) AS n FROM t) AS x WHERE b = 1

SELECT a, b FROM (SELECT DISTINCT a, b FROM t) AS x WHERE a = 1

SELECT a FROM (SELECT a, b FROM t ORDER BY id LIMIT 9) AS x WHERE b = 1

SELECT id, COUNT(*) OVER (PARTITION BY a, b) FROM t WHERE a = 1

SELECT id, COUNT(*) OVER (PARTITION BY a) FROM t WHERE a = b

SELECT DISTINCT a, b FROM t WHERE a = 1

SELECT DISTINCT a FROM t WHERE a = 1

SELECT COUNT(*) FROM t WHERE a = 1 AND b = 1

SELECT a, SUM(v) FILTER (WHERE b = 1), b FROM t GROUP BY a, b

SELECT a, COUNT(*) FROM t WHERE CASE WHEN a = 1 THEN b = 1 ELSE b = 2 END GROUP BY a

SELECT b, COUNT(*) FROM t WHERE a = b AND b = 1 GROUP BY b

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a WHERE t.a = 1

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE t.a = 1 GROUP BY t.b

SELECT t.b, u.c, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE t.b = u.c GROUP BY t.b, u.c

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE t.b = t.a GROUP BY t.b

SELECT u.c, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.b = 1 GROUP BY u.c

SELECT t.b, u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.b = 1 GROUP BY t.b, u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND u.a = 1 GROUP BY u.a

SELECT t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.a = 1 GROUP BY t.a

SELECT t.a, u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.a = 1 GROUP BY t.a, u.a

SELECT t.b, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE t.b = 1 GROUP BY t.b

SELECT u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c = t.a GROUP BY u.c

SELECT y.a, COUNT(*) FROM t AS x LEFT JOIN (SELECT a, uid FROM u WHERE a = 1) AS y ON x.a = y.a GROUP BY y.a

SELECT y.a, y.c, COUNT(*) FROM t AS x LEFT JOIN (SELECT a, c FROM u WHERE a = c) AS y ON x.a = y.a GROUP BY y.a, y.c

SELECT y.c, COUNT(*) FROM t AS x LEFT JOIN (SELECT a, c FROM u WHERE a = c) AS y ON x.a = y.a GROUP BY y.c

SELECT x.a, y.a FROM (SELECT a FROM t WHERE a = 1) AS x FULL JOIN (SELECT a FROM u WHERE a = 1) AS y ON x.a = y.a

SELECT x.a, COUNT(*) FROM (SELECT a FROM t WHERE a = 1) AS x FULL JOIN u AS y ON x.a = y.a GROUP BY x.a

SELECT x.a, COUNT(*) FROM (SELECT a, b FROM t WHERE b = 1) AS x JOIN (SELECT a, c FROM u WHERE c = 1) AS y ON x.b = y.c GROUP BY x.a

SELECT x.a, COUNT(*) FROM (SELECT a, b FROM t WHERE b = 1) AS x JOIN (SELECT a, c FROM u WHERE c = 2) AS y ON x.b < y.c GROUP BY x.a

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b = u.c WHERE t.a = t.b

SELECT t.a, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.b = u.c WHERE u.a = u.c GROUP BY t.a

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE t.b = u.a GROUP BY t.b

SELECT z.d, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c WHERE u.a = u.c AND z.d = z.c GROUP BY z.d

SELECT x.id, y.id, COUNT(*) OVER (PARTITION BY x.b) FROM t AS x JOIN t AS y ON x.id = y.id

SELECT x.b, COUNT(*) FROM t AS x JOIN t AS y ON x.id = y.id GROUP BY x.b

SELECT a, b, COUNT(*) FROM (SELECT a, 1 AS b FROM t) AS x GROUP BY a, b

SELECT b, COUNT(*) FROM (SELECT a, 1 AS b FROM t) AS x GROUP BY b

SELECT a, k, COUNT(*) FROM (SELECT a, a + 1 AS k FROM t) AS x GROUP BY a, k

SELECT k, COUNT(*) FROM (SELECT a, a + 1 AS k FROM t) AS x WHERE a = 1 GROUP BY k

SELECT k, COUNT(*) FROM (SELECT a, a + b AS k FROM t) AS x WHERE a = 1 GROUP BY k

SELECT CAST(a AS STRING), COUNT(*) FROM t GROUP BY CAST(a AS STRING)
--! sqlite
SELECT CAST(a AS TEXT), COUNT(*) FROM {0} GROUP BY CAST(a AS TEXT)

SELECT f, CAST(f AS STRING), COUNT(*) FROM t GROUP BY f, CAST(f AS STRING)
--! sqlite
SELECT f, CAST(f AS TEXT), COUNT(*) FROM {0} GROUP BY f, CAST(f AS TEXT)

SELECT CAST(f AS STRING), COUNT(*) FROM t WHERE f = 1 GROUP BY CAST(f AS STRING), b
--! sqlite
SELECT CAST(f AS TEXT), COUNT(*) FROM {0} WHERE f = 1 GROUP BY CAST(f AS TEXT), b

SELECT a, COUNT(*) FROM t WHERE CAST(a AS STRING) = '1' GROUP BY a
--! sqlite
SELECT a, COUNT(*) FROM {0} WHERE CAST(a AS TEXT) = '1' GROUP BY a

SELECT a, s, COUNT(*) FROM t WHERE s = 'x' GROUP BY a, s

SELECT s, COUNT(*) FROM t WHERE s LIKE 'x' GROUP BY s

SELECT a, COUNT(*) FROM t WHERE a BETWEEN 1 AND 1 GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a = -1 OR a = 1 GROUP BY a

SELECT a, b, COUNT(*) FROM t WHERE (a, b) = (1, 1) GROUP BY a, b

SELECT a, COUNT(*) FROM t WHERE a = (SELECT MIN(a) FROM u) GROUP BY a

SELECT a, COUNT(*) FROM t WHERE a = b + 1 GROUP BY a

SELECT b, COUNT(*) FROM t WHERE a = b + 1 GROUP BY b

SELECT a, b, COUNT(*) FROM t WHERE a = b + 1 GROUP BY a, b

SELECT b + 1, COUNT(*) FROM t WHERE a = b + 1 GROUP BY b + 1

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a IS NOT NULL GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a IN (1, 2) GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a IN (1) GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = 1 OR b = 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE NOT a = 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a <> 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a >= 1 AND v > 0 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a BETWEEN 0 AND 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE (a = 1) IS NOT TRUE GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE (a = 1) IS NULL OR a > 0 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FILTER (WHERE a = 1) FROM t GROUP BY b

-- @source_key.t: a
SELECT b, SUM(CASE WHEN a = 1 THEN v END) FROM t GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = b OR v = 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a > b GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a % 2 = 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a % 2 = b GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = b % 2 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a + b = 2 GROUP BY b
--! careful the sum and b give a, which the planner does not know

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k AND t.a = 1 GROUP BY t.b

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k AND t.a = 1 GROUP BY t.b

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k AND t.a = t.b GROUP BY t.b

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k AND t.b = dim.k GROUP BY t.b

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k AND t.b = dim.k GROUP BY t.b

-- @source_key.t: a
SELECT dim.n, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k WHERE t.a = 1 GROUP BY dim.n

-- @source_key.t: a
SELECT b, n FROM (SELECT a, b, COUNT(*) OVER (PARTITION BY b) AS n FROM t) AS x WHERE a = 1

-- @source_key.t: a
SELECT b, n FROM (SELECT b, COUNT(*) AS n FROM t GROUP BY b) AS x WHERE b = 1

-- @source_key.t: a
SELECT b, MAX(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b HAVING a = 1) AS x GROUP BY b

-- @source_key.t: a
SELECT b, MAX(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b HAVING a = 1 OR b = 1) AS x GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = (SELECT MAX(k) FROM dim) GROUP BY b
--! careful a subquery on a table has one value, which the planner does not use

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a IN (SELECT k FROM dim) GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE EXISTS (SELECT 1 FROM dim WHERE dim.k = t.a AND t.a = 1) GROUP BY b
--! careful a filter inside EXISTS holds of the rows that pass, which the planner does not use

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE NOT EXISTS (SELECT 1 FROM dim WHERE dim.k = t.b AND t.a = 1) GROUP BY b

SELECT id, COUNT(*) OVER (PARTITION BY a), COUNT(*) OVER (PARTITION BY b) FROM t WHERE a IS NOT NULL AND b IN (1, 2)

SELECT id, COUNT(*) OVER (PARTITION BY a), COUNT(*) OVER (PARTITION BY b) FROM t WHERE a = 1 AND b = 1

SELECT id, COUNT(*) OVER (PARTITION BY a), COUNT(*) OVER (PARTITION BY b) FROM t WHERE a = 1 OR b = 1

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE CASE WHEN b = 1 THEN a > 0 ELSE a = 2 END GROUP BY b

SELECT id, COUNT(*) OVER (PARTITION BY CAST(f AS STRING)), COUNT(*) OVER (PARTITION BY f) FROM t
--! sqlite
SELECT id, COUNT(*) OVER (PARTITION BY CAST(f AS TEXT)), COUNT(*) OVER (PARTITION BY f) FROM {0}

SELECT id, COUNT(*) OVER (PARTITION BY s || 'x'), COUNT(*) OVER (PARTITION BY s) FROM t

SELECT id, COUNT(*) OVER (PARTITION BY UPPER(s)), COUNT(*) OVER (PARTITION BY s) FROM t

SELECT id, COUNT(*) OVER (PARTITION BY UPPER(s)), COUNT(*) OVER (PARTITION BY LOWER(s)) FROM t
