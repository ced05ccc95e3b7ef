-- Statements that got a proven plan once though data refutes it, the smallest of each kind.

SELECT a, COUNT(*) AS n FROM t GROUP BY a, (SELECT MAX(c) FROM u WHERE u.c = t.b)

SELECT DISTINCT ON (a, (SELECT MAX(c) FROM u WHERE u.c = t.b)) a, b FROM t ORDER BY a, (SELECT MAX(c) FROM u WHERE u.c = t.b), b
--! sqlite
SELECT a, b FROM (SELECT a, b, ROW_NUMBER() OVER (PARTITION BY a, (SELECT MAX(c) FROM {0} AS u WHERE u.c = t.b) ORDER BY b) AS nth FROM {1} AS t) WHERE nth = 1

SELECT a, COUNT(*) AS n FROM t GROUP BY GROUPING SETS ((a, (SELECT MAX(c) FROM u WHERE u.c = t.b)), (a))
--! sqlite
SELECT a, COUNT(*) FROM {0} AS t GROUP BY a, (SELECT MAX(c) FROM {1} AS u WHERE u.c = t.b) UNION ALL SELECT a, COUNT(*) FROM {0} GROUP BY a

SELECT id, COUNT(*) OVER w AS n FROM t WINDOW w AS (PARTITION BY a, (SELECT MAX(c) FROM u WHERE u.c = t.b))

SELECT id, x.n FROM t CROSS JOIN (VALUES ((SELECT COUNT(*) FROM u))) AS x (n)

SELECT id FROM t ORDER BY id LIMIT (SELECT COUNT(*) FROM u)

SELECT t.a, COUNT(*) AS n FROM t RIGHT JOIN u ON t.a=u.a WHERE u.w NOT BETWEEN t.v AND 0 GROUP BY t.a

SELECT t.a, COUNT(*) AS n FROM t RIGHT JOIN u ON t.a=u.a WHERE NOT (u.w BETWEEN t.v AND 0) GROUP BY t.a

SELECT j, SUM(n) AS m FROM (SELECT k, j, COUNT(*) AS n FROM (SELECT a AS k, b AS j FROM t UNION ALL SELECT a, c FROM u) AS q WHERE k=j GROUP BY GROUPING SETS ((k,j),(k))) AS r GROUP BY j

SELECT DISTINCT ON (b) b, COUNT(*) AS n FROM t WHERE a=b GROUP BY GROUPING SETS ((a,b),(a)) ORDER BY b, n
--! sqlite
SELECT b, n FROM (SELECT b, n, ROW_NUMBER() OVER (PARTITION BY b ORDER BY n) AS nth FROM (SELECT b, COUNT(*) AS n FROM {0} WHERE a = b GROUP BY a, b UNION ALL SELECT NULL, COUNT(*) FROM {0} WHERE a = b GROUP BY a)) WHERE nth = 1

SELECT x.b, (SELECT COUNT(*) FROM u WHERE u.a = x.b) AS m FROM (SELECT b, COUNT(*) AS n FROM t WHERE a=b GROUP BY GROUPING SETS ((a,b),(a))) AS x

SELECT x.b, x.n FROM (SELECT b, COUNT(*) AS n FROM t WHERE a=b GROUP BY GROUPING SETS ((a,b),(a))) AS x WHERE x.b IN (SELECT c FROM u)

SELECT x.b, SUM(x.n) AS m FROM (SELECT b, COUNT(*) AS n FROM t WHERE a=b GROUP BY GROUPING SETS ((a,b),(a)) HAVING COUNT(*) > 1) AS x GROUP BY x.b

SELECT t.id, u.uid FROM t JOIN u ON t.nv = u.a

SELECT t.id, u.uid FROM t JOIN (SELECT uid, a AS nv FROM u) AS u USING (nv)

SELECT id FROM t WHERE nv IN (SELECT a FROM u)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.nv)

SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.nv)

SELECT nv FROM t UNION SELECT a FROM u

SELECT nv FROM t INTERSECT SELECT a FROM u

SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.nv) AS n FROM t

-- @source_key.t: nv
-- @source_partitions.t: 8
-- @source_key.u: a
-- @source_partitions.u: 8
SELECT t.id, u.uid FROM t JOIN u ON t.nv = u.a

-- @source_key.t: a
SELECT a, b, COUNT(*) AS n FROM t WHERE a=1 GROUP BY CUBE (a,b)

-- @source_key.t: a
SELECT a, COUNT(*) AS n FROM t WHERE a=1 GROUP BY GROUPING SETS ((a), ())

SELECT eid, COUNT(*) OVER (PARTITION BY "k.a") AS n, COUNT(*) OVER (PARTITION BY "k.b") AS m FROM e

-- @source_key.e: "k.a"
SELECT "k.a", COUNT(*) AS n FROM e GROUP BY "k.a"

-- @source_key.e: k.a
SELECT "k.a", COUNT(*) AS n FROM e GROUP BY "k.a"
--! careful the declared key is another column, which the data has not got

SELECT SUM(v) OVER (PARTITION BY k * 2 ORDER BY ts) AS m, COUNT(*) OVER (PARTITION BY a + b * 2 ORDER BY ts) AS n FROM (SELECT a, b, v, ts, a + b AS k FROM t) AS q

SELECT id FROM t WHERE a = NULL

SELECT t.id, u.uid FROM t JOIN u ON t.a = 1 AND u.a = 1

SELECT t.id, u.uid FROM t, u WHERE t.a=1 AND u.a=1

-- @source_key.t: a
SELECT CAST(a AS VARCHAR) AS k, COUNT(*) AS n FROM t GROUP BY CAST(a AS VARCHAR)

-- @source_key.t: s
SELECT s||'!' AS k, COUNT(*) AS n FROM t GROUP BY s||'!'

SELECT id FROM t WHERE a = ANY (SELECT c FROM u)

SELECT t.id, u.uid FROM t JOIN u ON (t.a=u.a AND t.b = 1) OR (u.a=t.a AND u.c = 2)

SELECT id FROM t WHERE a IN (SELECT c FROM u WHERE w > 1) OR b IN (SELECT c FROM u WHERE w > 1)

SELECT id FROM t WHERE NOT (a = NULL) AND b IN (SELECT c FROM u)

SELECT a, COUNT(*) AS n FROM t WHERE b NOT IN (1, NULL) GROUP BY a

SELECT id FROM t WHERE (b = 1 AND a IN (SELECT c FROM u)) OR (a IN (SELECT c FROM u) AND b = 2)

SELECT r.a AS c0, RANK() OVER (PARTITION BY r.b ORDER BY r.id) AS c1, COUNT(*) OVER (PARTITION BY r.a) AS c2 FROM t AS r

SELECT COUNT(*) OVER (PARTITION BY b) AS a, SUM(v) OVER (PARTITION BY a) AS n FROM t

SELECT g.n, SUM(t.v) AS s FROM t JOIN dim AS g ON t.a = g.k GROUP BY g.n
