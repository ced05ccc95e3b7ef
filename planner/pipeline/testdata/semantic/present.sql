-- Joins that merge columns, NULLs that joins and grouping sets put in, and what still holds above them.

SELECT y.a, COUNT(*) FROM z LEFT JOIN (SELECT x.a AS xa, x.c, q.a FROM u AS x LEFT JOIN t AS q ON x.a = q.a) AS y ON z.c = y.xa WHERE y.c = 1 GROUP BY y.a

SELECT COALESCE(t.a, 0), COALESCE(u.a, 1), COUNT(*) FROM t FULL JOIN u ON COALESCE(t.a, 0) = COALESCE(u.a, 1) GROUP BY COALESCE(t.a, 0), COALESCE(u.a, 1)

SELECT y.a, u.a, COUNT(*) FROM u FULL JOIN (SELECT a, COALESCE(a, 0) AS k FROM t) AS y ON u.a = y.k GROUP BY y.a, u.a

SELECT y.k, u.a, COUNT(*) FROM u FULL JOIN (SELECT a, COALESCE(a, 0) AS k FROM t) AS y ON u.a = y.k GROUP BY y.k, u.a

SELECT a, id, uid FROM t RIGHT JOIN u USING (a)

SELECT a, COUNT(*) FROM t RIGHT JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t NATURAL FULL JOIN u GROUP BY a

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY COALESCE(t.a, u.a)

SELECT COALESCE(u.a, t.a), COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY COALESCE(u.a, t.a)

SELECT id,uid,zid FROM t FULL JOIN u USING (a) FULL JOIN (SELECT c AS a, zid FROM z) AS y USING (a)

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a FULL JOIN z ON COALESCE(t.a, u.a) = z.c

SELECT DISTINCT a FROM t FULL JOIN u USING (a)

SELECT t.id, u.uid FROM t JOIN dim ON t.a = dim.k JOIN u ON dim.k = u.a

SELECT t.id, u.uid FROM t JOIN dim ON t.a = dim.k JOIN u ON dim.n = u.a

SELECT t.id, u.uid FROM t LEFT JOIN dim ON t.a = dim.k JOIN u ON dim.k = u.a

SELECT t.id, u.uid FROM t, dim, u WHERE t.a = dim.k AND dim.k = u.a

SELECT t.id, u.uid FROM t, dim, u WHERE t.a = dim.k AND u.a = dim.n

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a UNION ALL SELECT u2.a FROM t AS t2 JOIN u AS u2 ON t2.a = u2.a) AS q GROUP BY k

SELECT t.a FROM t JOIN u ON t.a = u.a INTERSECT SELECT c FROM z

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t LEFT JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t LEFT JOIN dim ON t.a = dim.k UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM z WHERE z.c = t.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM z WHERE z.c = u.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE EXISTS (SELECT 1 FROM z WHERE z.c = t.a AND z.c = u.a))

SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.c > (SELECT COUNT(*) FROM z WHERE z.c = t.a)) FROM t

SELECT id FROM t WHERE a IN (SELECT a FROM u WHERE c IN (SELECT c FROM z WHERE z.d = t.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE EXISTS (SELECT 1 FROM z WHERE z.c = t.a AND z.d = u.c))

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON z.c = t.b WHERE t.a = t.b

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON z.c = t.b WHERE u.a = z.c

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE t.a = t.b GROUP BY t.b

SELECT u.c, COUNT(*) FROM t JOIN u ON t.a = u.a WHERE u.a = u.c GROUP BY u.c

SELECT p.id, q.uid FROM t p JOIN u q ON p.a = q.a JOIN z ON z.c = q.c WHERE q.a = q.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c JOIN z ON z.c = u.a

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b > 0 JOIN z ON z.c = u.a

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b > 0 LEFT JOIN z ON z.c = u.a

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND u.w > 0 LEFT JOIN z ON z.c = t.a

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a AND t.b = u.c LEFT JOIN z ON z.c = t.a

SELECT t.a, u.a, COUNT(*) FROM t, u GROUP BY t.a, u.a HAVING t.a = u.a

SELECT t.a, COUNT(*) FROM t CROSS JOIN u GROUP BY t.a, u.a HAVING t.a = u.a AND COUNT(*) > 1

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, COUNT(*) AS n FROM t, u GROUP BY t.a, u.a) AS q WHERE a = ua

SELECT t.a, u.c, COUNT(*) FROM t JOIN u ON t.b > u.c GROUP BY t.a, u.a, u.c HAVING t.a = u.a

SELECT a, id, uid FROM t FULL JOIN u USING (a)

SELECT a, t.a, u.a, COUNT(*) FROM t FULL JOIN u USING (a) GROUP BY a, t.a, u.a

SELECT t.a, COUNT(*) FROM t FULL JOIN u USING (a) GROUP BY t.a

SELECT u.a, COUNT(*) FROM t RIGHT JOIN u USING (a) GROUP BY u.a

SELECT t.a, COUNT(*) FROM t RIGHT JOIN u USING (a) GROUP BY t.a

SELECT * FROM t FULL JOIN u USING (a)

SELECT * FROM t RIGHT JOIN u USING (a)

SELECT * FROM t NATURAL FULL JOIN u

SELECT a, COUNT(*) FROM (SELECT * FROM t FULL JOIN u USING (a)) AS q GROUP BY a

SELECT a, COUNT(*) FROM (SELECT * FROM t RIGHT JOIN u USING (a)) AS q GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) FULL JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY a

SELECT COALESCE(t.a, u.a, y.a), COUNT(*) FROM t FULL JOIN u USING (a) FULL JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY COALESCE(t.a, u.a, y.a)

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u USING (a) FULL JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY COALESCE(t.a, u.a)

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) LEFT JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t LEFT JOIN u USING (a) RIGHT JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t RIGHT JOIN u USING (a) LEFT JOIN (SELECT c AS a, zid FROM z) AS y USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE a = 1 GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE c = 1 GROUP BY a

SELECT u.a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE c = 1 GROUP BY u.a

SELECT t.a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE c = 1 GROUP BY t.a

SELECT u.a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE b = 1 AND c = 1 GROUP BY u.a

SELECT id, COUNT(*) OVER (PARTITION BY a) FROM t FULL JOIN u USING (a)

SELECT a FROM t FULL JOIN u USING (a) UNION SELECT c FROM z

SELECT a FROM t FULL JOIN u USING (a) EXCEPT SELECT c FROM z

SELECT k, COUNT(*) FROM (SELECT a AS k FROM t FULL JOIN u USING (a) UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t FULL JOIN u USING (a) UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT u.a AS k FROM t LEFT JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a WHERE t.b = 1 UNION ALL SELECT c FROM z WHERE d = 2) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT b AS k FROM t WHERE a = 1 AND b = 2 UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT b AS k FROM t WHERE a = b UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.c WHERE u.a = 1 UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT q.k, x.id FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q JOIN t AS x ON x.b = q.k

SELECT q.k, x.id FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q FULL JOIN t AS x ON x.b = q.k

SELECT COALESCE(q.k, x.b), COUNT(*) FROM (SELECT t.a AS k FROM t JOIN u ON t.a = u.a UNION ALL SELECT c FROM z) AS q FULL JOIN t AS x ON x.b = q.k GROUP BY COALESCE(q.k, x.b)

SELECT k, COUNT(*) FROM (SELECT k FROM (SELECT a AS k FROM t UNION ALL SELECT a FROM u) AS i UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT i.k FROM (SELECT a AS k FROM t UNION ALL SELECT a FROM u) AS i JOIN z ON z.c = i.k UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT k, COUNT(*) FROM (SELECT a + 1 AS k FROM t UNION ALL SELECT c + 1 FROM z) AS q GROUP BY k

SELECT t.id, y.k FROM t LEFT JOIN (SELECT uid, COALESCE(c, 0) AS k, a FROM u) AS y ON t.a = y.a WHERE y.k = 0

SELECT q.ua, COUNT(*) FROM (SELECT t.a, u.a AS ua, COALESCE(u.c, 0) AS k FROM t LEFT JOIN u ON t.a = u.a) AS q WHERE q.k = 0 GROUP BY q.ua

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = COALESCE(u.a, 1) JOIN z ON z.c = COALESCE(u.a, 1)

SELECT t.id, y.k, z.zid FROM t LEFT JOIN (SELECT uid, COALESCE(a, 1) AS k FROM u) AS y ON t.a = y.k JOIN z ON z.c = y.k

SELECT t.id, y.k, z.zid FROM t LEFT JOIN (SELECT uid, COALESCE(a, 1) AS k FROM u) AS y ON t.a = y.k LEFT JOIN z ON z.c = y.k

SELECT COALESCE(t.a, y.k), COUNT(*) FROM t FULL JOIN (SELECT uid, COALESCE(a, 1) AS k FROM u) AS y ON t.a = y.k GROUP BY COALESCE(t.a, y.k)

SELECT y.k, COUNT(*) FROM t RIGHT JOIN (SELECT uid, COALESCE(a, 1) AS k FROM u) AS y ON t.a = y.k GROUP BY y.k

SELECT y.k, t.a, COUNT(*) FROM t LEFT JOIN (SELECT uid, a + 1 AS k FROM u) AS y ON t.a = y.k GROUP BY y.k, t.a

SELECT y.k, t.a, COUNT(*) FROM t FULL JOIN (SELECT uid, a + 1 AS k FROM u) AS y ON t.a = y.k GROUP BY y.k, t.a

SELECT COALESCE(y.k, 0), COUNT(*) FROM t FULL JOIN (SELECT uid, COALESCE(a, 0) AS k FROM u) AS y ON t.a = y.k GROUP BY COALESCE(y.k, 0)

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c JOIN z ON z.c = u.a AND z.d = t.b

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b > 0 FULL JOIN z ON z.c = u.a

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b > 0 JOIN z ON z.c IS NOT DISTINCT FROM u.a

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a AND u.w > 0 FULL JOIN z ON z.c = COALESCE(t.a, u.a)

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a JOIN z ON z.c = u.a AND z.d = t.b

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u ON t.a = u.a AND t.b > u.c GROUP BY COALESCE(t.a, u.a)

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u ON t.a IS NOT DISTINCT FROM u.a GROUP BY COALESCE(t.a, u.a)

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u ON t.b = u.c GROUP BY COALESCE(t.a, u.a)

SELECT COALESCE(t.a, u.a, 7), COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY COALESCE(t.a, u.a, 7)

SELECT COALESCE(t.b, u.c), COUNT(*) FROM t FULL JOIN u ON t.a = u.a AND t.b = u.c GROUP BY COALESCE(t.b, u.c)

SELECT t.id, u.uid FROM t JOIN dim ON t.a = dim.k JOIN u ON dim.k = u.a AND dim.n = u.c

SELECT t.id, u.uid FROM t LEFT JOIN dim ON t.a = dim.k LEFT JOIN u ON dim.k = u.a

SELECT t.id, u.uid FROM t LEFT JOIN dim ON t.a = dim.k AND t.b = 1 JOIN u ON dim.k = u.a

SELECT dim.k, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k JOIN u ON dim.k = u.a GROUP BY dim.k

SELECT t.id, u.uid FROM t JOIN rate ON t.a = rate.a JOIN u ON rate.a = u.a

SELECT rate.r, COUNT(*) FROM t JOIN rate USING (a) JOIN u USING (a) GROUP BY rate.r

SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM z WHERE z.c = t.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND NOT EXISTS (SELECT 1 FROM z WHERE z.c = t.a AND z.d = u.c))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.c = t.a AND u.a IN (SELECT c FROM z WHERE z.d = t.a))

SELECT id FROM t WHERE a NOT IN (SELECT a FROM u WHERE c IN (SELECT c FROM z WHERE z.d = t.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.b AND EXISTS (SELECT 1 FROM z WHERE z.c = t.a))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a < t.a AND EXISTS (SELECT 1 FROM z WHERE z.c = t.a))

SELECT id FROM t WHERE b > (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.c IN (SELECT d FROM z WHERE z.c = t.a))

SELECT t.a, u.a, COUNT(*) FROM t, u WHERE t.b = 1 GROUP BY t.a, u.a HAVING t.a = u.a

SELECT t.a, u.a, COUNT(*) FROM t, u GROUP BY t.a, u.a, u.c HAVING t.a = u.a AND u.c > 0

SELECT t.a, COUNT(*) FROM t, u GROUP BY t.a, u.c HAVING t.a = MAX(u.a)

SELECT a, ua FROM (SELECT DISTINCT t.a AS a, u.a AS ua FROM t, u) AS q WHERE a = ua

SELECT a, ua FROM (SELECT DISTINCT t.a AS a, u.a AS ua, t.b FROM t, u) AS q WHERE a = ua

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, COUNT(*) OVER (PARTITION BY t.a, u.a) AS n FROM t, u) AS q WHERE a = ua

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, COUNT(*) OVER (PARTITION BY t.a) AS n FROM t, u) AS q WHERE a = ua

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, u.c, COUNT(*) AS n FROM t, u GROUP BY t.a, u.a, u.c) AS q WHERE a = c

SELECT a, n FROM (SELECT a, ua, COUNT(*) OVER (PARTITION BY a) AS n FROM (SELECT t.a AS a, u.a AS ua FROM t, u GROUP BY t.a, u.a) AS p) AS q WHERE a = ua

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON z.c = t.b WHERE t.a = t.b AND z.d = 1

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a LEFT JOIN z ON z.c = t.b WHERE t.a = t.b

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a JOIN z ON z.c = t.b WHERE t.a = t.b

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a LEFT JOIN z ON z.c = t.b WHERE t.b = u.c AND t.a = u.c

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON z.c = t.b WHERE t.a = t.b GROUP BY t.b

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a WHERE t.a = 1 AND u.c = 2

SELECT t.id, x.id FROM t JOIN t AS x ON t.a = x.b WHERE t.b = 1 AND x.a = 2

SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t WHERE a = b GROUP BY GROUPING SETS ((a, b), (a))) AS x GROUP BY b
--! sqlite
SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM {0} WHERE a = b GROUP BY a, b UNION ALL SELECT a, NULL, COUNT(*) FROM {0} WHERE a = b GROUP BY a) AS x GROUP BY b

SELECT a, COUNT(*), SUM(COUNT(*)) OVER (PARTITION BY b) FROM t WHERE a = b GROUP BY GROUPING SETS ((a, b), (a))
--! sqlite
SELECT a, n, SUM(n) OVER (PARTITION BY b) FROM (SELECT a, b, COUNT(*) AS n FROM {0} WHERE a = b GROUP BY a, b UNION ALL SELECT a, NULL, COUNT(*) FROM {0} WHERE a = b GROUP BY a) AS x

SELECT k, SUM(n) FROM (SELECT a, COALESCE(b, 0) AS k, COUNT(*) AS n FROM t GROUP BY GROUPING SETS ((a, COALESCE(b, 0)), (COALESCE(b, 0)))) AS x GROUP BY k
--! sqlite
SELECT k, SUM(n) FROM (SELECT a, COALESCE(b, 0) AS k, COUNT(*) AS n FROM {0} GROUP BY a, k UNION ALL SELECT NULL, COALESCE(b, 0), COUNT(*) FROM {0} GROUP BY COALESCE(b, 0)) AS x GROUP BY k

SELECT a, b, COUNT(*) FROM t WHERE b = 1 GROUP BY GROUPING SETS ((a, b), (a))
--! sqlite
SELECT a, b, COUNT(*) FROM {0} WHERE b = 1 GROUP BY a, b UNION ALL SELECT a, NULL, COUNT(*) FROM {0} WHERE b = 1 GROUP BY a

SELECT a, b, COUNT(*) FROM t WHERE b = 1 GROUP BY GROUPING SETS ((a, b), (b))
--! sqlite
SELECT a, b, COUNT(*) FROM {0} WHERE b = 1 GROUP BY a, b UNION ALL SELECT NULL, b, COUNT(*) FROM {0} WHERE b = 1 GROUP BY b

SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM t WHERE b = 1 GROUP BY GROUPING SETS ((a, b), (a))) AS x GROUP BY b
--! sqlite
SELECT b, SUM(n) FROM (SELECT a, b, COUNT(*) AS n FROM {0} WHERE b = 1 GROUP BY a, b UNION ALL SELECT a, NULL, COUNT(*) FROM {0} WHERE b = 1 GROUP BY a) AS x GROUP BY b

SELECT ua, SUM(n) FROM (SELECT t.a, u.a AS ua, COUNT(*) AS n FROM t JOIN u ON t.a = u.a GROUP BY GROUPING SETS ((t.a, u.a), (t.a))) AS x GROUP BY ua
--! sqlite
SELECT a, SUM(n) FROM (SELECT u.a, COUNT(*) AS n FROM {0} AS t JOIN {1} AS u ON t.a = u.a GROUP BY t.a, u.a UNION ALL SELECT NULL, COUNT(*) FROM {0} AS t JOIN {1} AS u ON t.a = u.a GROUP BY t.a) AS x GROUP BY a

SELECT g.a, x.id FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS g, t AS x WHERE g.n = x.b

SELECT g.a, h.c FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS g, (SELECT c, COUNT(*) AS n FROM u GROUP BY c) AS h WHERE g.n = h.n AND g.a = h.c

SELECT g.a, h.c, z.zid FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS g, (SELECT c, COUNT(*) AS n FROM u GROUP BY c) AS h, z WHERE g.a = z.c AND h.c = z.c

SELECT x.id, y.id FROM t AS x, t AS y WHERE x.a = y.a AND x.ts = y.ts

SELECT a, n FROM (SELECT t.a AS a, u.c AS c, COUNT(*) OVER (PARTITION BY t.a) AS n FROM t, u) AS q WHERE c = n

SELECT q.k, x.id FROM (SELECT a AS k FROM t UNION ALL SELECT c FROM z) AS q, t AS x WHERE x.b = q.k

SELECT q.s, x.id FROM (SELECT t.b + u.c AS s, t.a FROM t JOIN u ON t.a = u.a) AS q, t AS x WHERE x.b = q.s

-- @source_key.t: v
SELECT t.a, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k AND t.b = 1 WHERE COALESCE(dim.k, 3) = t.v GROUP BY t.a

-- @source_key.t: v
SELECT t.a, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k WHERE COALESCE(dim.k, 3) = t.v GROUP BY t.a

-- @source_key.t: v
SELECT t.b, COUNT(*) FROM t LEFT JOIN (SELECT k, n FROM dim WHERE n = 1) AS d ON t.a = d.k WHERE COALESCE(d.n, 3) = t.v GROUP BY t.b

-- @source_key.t: v
SELECT t.b, COUNT(*) FROM t JOIN (SELECT k, n FROM dim WHERE n = 1) AS d ON t.a = d.k WHERE COALESCE(d.n, 3) = t.v GROUP BY t.b

-- @source_key.t: b
SELECT d.n, COUNT(*) FROM t LEFT JOIN (SELECT k, n, COALESCE(n, 0) AS m FROM dim) AS d ON t.a = d.k WHERE COALESCE(d.m, 3) = t.b GROUP BY d.n

SELECT t.b, COUNT(*) AS n FROM t JOIN u ON t.a = u.a WHERE u.c > 0 GROUP BY t.b ORDER BY t.b

SELECT t.b, u.a, COUNT(*) AS n, SUM(t.a) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.b, u.a, t.s HAVING COUNT(*) > 1

SELECT t.id, t.a, u.a, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c WHERE t.b > 0

SELECT t.id, u.a, z.c AS zc FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON u.c = z.c ORDER BY t.id, zc

SELECT u.c, COUNT(*) AS n FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c GROUP BY u.c

SELECT id, a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) AND b > 0 AND NOT EXISTS (SELECT 1 FROM z WHERE z.c = t.b)

SELECT b, COUNT(*) FROM t WHERE a IN (SELECT a FROM u) AND b IN (SELECT c FROM z) GROUP BY b

SELECT a FROM t UNION ALL SELECT 1

SELECT k, COUNT(*) FROM (SELECT a AS k FROM t UNION ALL SELECT 1) AS q GROUP BY k

SELECT a FROM t UNION SELECT c FROM z UNION SELECT 1

SELECT a FROM t INTERSECT SELECT 1

SELECT a FROM t EXCEPT SELECT 1

SELECT 1 EXCEPT SELECT a FROM t

SELECT k, COUNT(*) FROM (SELECT a AS k FROM t UNION ALL SELECT c FROM z UNION ALL SELECT 1) AS q GROUP BY k

SELECT t.id, c.one FROM t LEFT JOIN (SELECT 1 AS one) AS c ON t.a = c.one

SELECT t.id, c.one FROM t JOIN (SELECT 1 AS one) AS c ON t.a = c.one

SELECT t.id, c.one FROM t RIGHT JOIN (SELECT 1 AS one) AS c ON t.a = c.one

SELECT t.id, c.one FROM t FULL JOIN (SELECT 1 AS one) AS c ON t.a = c.one

SELECT c.one, COUNT(*) FROM t LEFT JOIN (SELECT 1 AS one) AS c ON t.a = c.one GROUP BY c.one

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, u.c, COUNT(*) OVER (PARTITION BY t.a, u.c) AS n FROM t, u) AS q WHERE a = ua

SELECT a, n FROM (SELECT t.a AS a, u.a AS ua, COUNT(*) OVER (PARTITION BY t.a, u.a) AS n, COUNT(*) OVER (PARTITION BY t.a, u.c) AS m FROM t, u) AS q WHERE a = ua
--! careful the OVER whose records would be needed is read by nobody

SELECT q.a, q.n FROM (SELECT t.a, u.c, COUNT(*) AS n FROM t, u GROUP BY t.a, u.c) AS q WHERE q.a = q.c

SELECT q.a FROM (SELECT DISTINCT t.a, u.c FROM t, u) AS q WHERE q.a = q.c

SELECT q.a, q.n FROM (SELECT t.a, u.c, COUNT(*) OVER (PARTITION BY t.a, u.c) AS n FROM t, u) AS q WHERE q.a = q.c
