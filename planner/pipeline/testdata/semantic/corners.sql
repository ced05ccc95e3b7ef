-- Corners: where an operator, a filter or a fact stands in an unusual place.

SELECT t.id, u.uid FROM t CROSS JOIN u WHERE EXISTS (SELECT 1 FROM z WHERE t.a = u.a AND z.c = t.a)

SELECT p, q, n FROM (SELECT t.a AS p, u.a AS q, COUNT(*) AS n FROM t CROSS JOIN u GROUP BY t.a, u.a) AS x WHERE p = q

SELECT p, q FROM (SELECT DISTINCT t.a AS p, u.a AS q FROM t CROSS JOIN u) AS x WHERE p = q

SELECT p, q FROM (SELECT t.a AS p, u.a AS q FROM t CROSS JOIN u ORDER BY t.id, u.uid LIMIT 20) AS x WHERE p = q

SELECT t.a, u.a, COUNT(*) FROM t CROSS JOIN u GROUP BY t.a, u.a HAVING t.a = u.a

SELECT z.zid, x.p FROM z LEFT JOIN (SELECT t.a AS p, u.a AS q FROM t CROSS JOIN u) AS x ON z.c = x.p WHERE x.p = x.q

SELECT z.zid, x.p FROM z LEFT JOIN (SELECT t.a AS p, u.a AS q FROM t CROSS JOIN u) AS x ON z.c = x.p AND x.p = x.q

SELECT t.a, t.b, COUNT(*) FROM t FULL JOIN u USING (a) WHERE a = 1 GROUP BY t.a, t.b

SELECT t.b, COUNT(*) FROM t RIGHT JOIN u USING (a) WHERE a = 1 GROUP BY t.b

SELECT a, t.b, COUNT(*) FROM t FULL JOIN u USING (a) GROUP BY a, t.b

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) WHERE t.b = 1 GROUP BY a

SELECT id FROM t WHERE a IN (SELECT 1 FROM u)

SELECT id FROM t WHERE 1 IN (SELECT a FROM u)

SELECT id FROM t WHERE (a, 1) IN (SELECT a, c FROM u)

SELECT id FROM t WHERE a IN (SELECT a FROM u GROUP BY a, c)

SELECT id FROM t WHERE a IN (SELECT a FROM u GROUP BY a, c HAVING COUNT(*) > 1)

SELECT id FROM t ORDER BY ROW_NUMBER() OVER (ORDER BY v, id)

SELECT a, b FROM t UNION SELECT a, a FROM u UNION SELECT c, d FROM (SELECT c, d, COUNT(*) OVER (PARTITION BY d) AS n FROM z) AS q WHERE n > 1

SELECT a, b FROM t UNION SELECT c, d FROM (SELECT c, d, COUNT(*) OVER (PARTITION BY d) AS n FROM z) AS q WHERE n > 1

SELECT a, b FROM t UNION SELECT a, a FROM u UNION SELECT d, c FROM (SELECT c, d, COUNT(*) OVER (PARTITION BY c) AS n FROM z) AS q WHERE n > 1

SELECT a, a FROM t UNION SELECT a, c FROM u

SELECT a, b FROM t UNION SELECT c, c FROM u

SELECT x, y, COUNT(*) FROM (SELECT a AS x, a AS y FROM t UNION ALL SELECT a, c FROM u) AS q GROUP BY x, y

SELECT y, COUNT(*) FROM (SELECT a AS x, a AS y FROM t UNION ALL SELECT a, c FROM u) AS q GROUP BY y

SELECT x, COUNT(*) FROM (SELECT a AS x, a AS y FROM t UNION ALL SELECT a, c FROM u) AS q WHERE x = y GROUP BY x

SELECT k, n FROM dim ORDER BY k

CREATE TABLE target AS SELECT id PRIMARY KEY, v FROM t
--! sqlite
SELECT id, v FROM {0}

CREATE STREAM target AS SELECT a, COUNT(*) AS n FROM t GROUP BY a

INSERT INTO target SELECT a, COUNT(*) AS n FROM t GROUP BY a

SELECT id, (SELECT COUNT(*) FROM (SELECT a FROM u WHERE u.a = t.a UNION ALL SELECT c FROM z WHERE z.c = t.a) AS q) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT a FROM u WHERE u.a = t.a UNION ALL SELECT c FROM z) AS q) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT a FROM u WHERE u.a = t.a UNION SELECT c FROM z WHERE z.c = t.a) AS q) FROM t

SELECT id FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a UNION SELECT c FROM z WHERE z.c = t.a)

SELECT id FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a EXCEPT SELECT c FROM z)

SELECT id FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a INTERSECT SELECT c FROM z WHERE z.c = t.a)

SELECT id FROM t WHERE EXISTS (SELECT c FROM u WHERE u.a = t.a EXCEPT SELECT d FROM z WHERE z.c = t.a)

SELECT id FROM t WHERE EXISTS (SELECT c FROM u WHERE u.a = t.a EXCEPT SELECT d FROM z WHERE z.c = t.b)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u CROSS JOIN z WHERE u.a = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u LEFT JOIN z ON z.c = t.a WHERE u.a = t.a AND z.zid IS NULL)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u LEFT JOIN z ON z.c = u.a WHERE u.a = t.a AND z.zid IS NULL)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u RIGHT JOIN z ON z.c = u.a WHERE u.a = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u FULL JOIN z ON z.c = u.a WHERE u.a = t.a OR z.c = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u RIGHT JOIN z ON z.c = u.a WHERE z.c = t.a AND u.uid IS NULL)

SELECT id, (SELECT COUNT(u.uid) FROM z LEFT JOIN u ON z.c = u.c WHERE z.d = t.a) FROM t

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT a FROM u ORDER BY uid LIMIT 3) AS r WHERE r.a = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT MAX(a) AS a FROM u) AS r WHERE r.a = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT DISTINCT a, c FROM u) AS r WHERE r.a = t.a GROUP BY r.a HAVING COUNT(*) > 1)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT c, COUNT(*) AS n FROM u GROUP BY c) AS r JOIN z ON z.d = r.c WHERE z.c = t.a AND r.n > 2)

SELECT id, (SELECT SUM(r.n) FROM z JOIN (SELECT c, COUNT(*) AS n FROM u GROUP BY c) AS r ON r.c = z.c WHERE z.c = t.a) FROM t

SELECT id, (SELECT SUM(r.n) FROM z JOIN (SELECT a, c, COUNT(*) AS n FROM u GROUP BY a, c) AS r ON r.c = z.c WHERE z.c = t.a) FROM t

SELECT id, (SELECT SUM(r.n) FROM z JOIN (SELECT a, COUNT(*) AS n FROM u) AS r ON r.a = z.c WHERE z.c = t.a) FROM t
--! sqlite
SELECT id, (SELECT SUM(r.n) FROM {0} AS z JOIN (SELECT a, COUNT(*) AS n FROM {1}) AS r ON r.a = z.c WHERE z.c = t.a) FROM {2} AS t

SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.c = (SELECT MAX(y.c) FROM u AS y)) FROM t

SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.c IN (SELECT z.c FROM z WHERE z.d = u.a)) FROM t

SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.c IN (SELECT z.d FROM z WHERE z.c = u.a)) FROM t

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.b = 1)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.a = t.b)

SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.c = t.b AND t.a = t.b)

SELECT b, COUNT(*) FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.a = t.b) GROUP BY b

SELECT a, COUNT(*) FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.b = 1) GROUP BY a, b

SELECT b, COUNT(*) FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.a = t.b) GROUP BY b

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a + t.b = u.c)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a + t.b)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a + u.c = t.a)

SELECT id FROM t WHERE EXISTS (SELECT u.c FROM u GROUP BY u.c HAVING u.c = t.b)

SELECT id FROM t WHERE EXISTS (SELECT u.c FROM u GROUP BY u.c HAVING u.c = t.b AND COUNT(*) > 2)

SELECT id, (SELECT COUNT(*) FROM u HAVING MAX(u.a) = t.a) FROM t

SELECT t.id, (SELECT COUNT(*) FROM z WHERE z.c = u.a) FROM t LEFT JOIN u ON t.a = u.a

SELECT t.id, (SELECT COUNT(*) FROM z WHERE z.c = t.a) FROM t LEFT JOIN u ON t.a = u.a

SELECT t.id, x.a, z.zid FROM t, (SELECT DISTINCT a FROM u) AS x, z WHERE t.a = z.c AND x.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a, z WHERE z.c = u.a

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a, z WHERE z.c = t.a

SELECT t.id, u.uid, z.zid FROM z, t LEFT JOIN u ON t.a = u.a WHERE z.c = t.a

SELECT t.id, u.uid, z.zid FROM z CROSS JOIN u JOIN t ON t.a = u.a AND t.b = z.c

SELECT t.id, u.uid, z.zid FROM z CROSS JOIN u JOIN t ON t.a = u.a AND t.a = z.c

SELECT t.id, u.uid, z.zid FROM z CROSS JOIN u LEFT JOIN t ON t.a = u.a AND t.a = z.c

SELECT t.id, u.uid, z.zid FROM z CROSS JOIN u LEFT JOIN t ON t.a = u.a AND t.a = z.c WHERE u.a = z.c

SELECT t.a, COUNT(*) FROM t, u, z WHERE t.a = z.c AND u.a = z.c GROUP BY t.a

SELECT u.c, COUNT(*) FROM t, u, z WHERE t.a = z.c AND u.a = z.c AND u.c = u.a GROUP BY u.c

SELECT t.id, q.k FROM t RIGHT JOIN (SELECT x.k, y.r FROM dim AS x JOIN rate AS y ON x.k = y.a) AS q ON t.a = q.k

SELECT t.id, x.c FROM t RIGHT JOIN (SELECT n, COUNT(*) AS c FROM dim GROUP BY n) AS x ON t.a = x.n

SELECT t.id, x.c FROM t FULL JOIN (SELECT n, COUNT(*) AS c FROM dim GROUP BY n) AS x ON t.a = x.n

SELECT t.id, x.k FROM t RIGHT JOIN (SELECT k FROM dim UNION ALL SELECT a FROM rate) AS x ON t.a = x.k

SELECT t.id, x.k FROM t RIGHT JOIN (SELECT k FROM dim ORDER BY k LIMIT 2) AS x ON t.a = x.k

SELECT x.k, y.r FROM dim AS x LEFT JOIN rate AS y ON x.k = y.a LEFT JOIN t ON t.a = x.k

SELECT x.k, y.r, t.id FROM t LEFT JOIN (dim AS x LEFT JOIN rate AS y ON x.k = y.a) ON t.a = x.k

SELECT x.k, y.r, t.id FROM t JOIN (dim AS x FULL JOIN rate AS y ON x.k = y.a) ON t.a = x.k

SELECT k FROM dim WHERE k IN (SELECT a FROM rate) UNION ALL SELECT a FROM t WHERE a IN (SELECT k FROM dim)

SELECT y.one, COUNT(*) FROM t LEFT JOIN (SELECT a, 1 AS one FROM u) AS y ON t.a = y.a GROUP BY y.one

SELECT t.a, y.one, COUNT(*) FROM t LEFT JOIN (SELECT a, 1 AS one FROM u) AS y ON t.a = y.a GROUP BY t.a, y.one

SELECT y.k, COUNT(*) FROM t LEFT JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.k GROUP BY y.k

SELECT y.a, COUNT(*) FROM t RIGHT JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.k GROUP BY y.a

SELECT y.a, COUNT(*) FROM t LEFT JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.k GROUP BY y.a

SELECT y.a, y.k, COUNT(*) FROM t LEFT JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.k GROUP BY y.a, y.k

SELECT y.k, COUNT(*) FROM t FULL JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.a GROUP BY y.k

SELECT y.k, y.a, COUNT(*) FROM t FULL JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.a GROUP BY y.k, y.a

SELECT y.k, t.b, y.a, COUNT(*) FROM t FULL JOIN (SELECT a, COALESCE(a, 0) AS k FROM u) AS y ON t.b = y.a GROUP BY y.k, t.b, y.a

SELECT x.k, y.k, COUNT(*) FROM (SELECT COALESCE(a, 0) AS k FROM t) AS x FULL JOIN (SELECT COALESCE(a, 0) AS k FROM u) AS y ON x.k = y.k GROUP BY x.k, y.k

SELECT x.k, z.zid FROM (SELECT t.a, COALESCE(u.a, 7) AS k FROM t LEFT JOIN u ON t.a = u.a) AS x JOIN z ON x.k = z.c

SELECT x.k, COUNT(*) FROM (SELECT t.a, COALESCE(u.a, 7) AS k FROM t LEFT JOIN u ON t.a = u.a) AS x GROUP BY x.k

SELECT x.k, x.a, COUNT(*) FROM (SELECT t.a, COALESCE(u.a, 7) AS k FROM t LEFT JOIN u ON t.a = u.a) AS x GROUP BY x.k, x.a

SELECT u.a IS NULL, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a IS NULL

SELECT u.uid IS NULL, t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.uid IS NULL, t.a

SELECT t.a IS NULL, u.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY t.a IS NULL, u.a

SELECT DISTINCT t.*, u.a FROM t JOIN u ON t.a = u.a

SELECT DISTINCT * FROM t NATURAL JOIN u

SELECT COUNT(*) FROM t WHERE a = 1 AND EXISTS (SELECT 1 FROM u WHERE u.a = t.a)

SELECT a, SUM(c) FROM (SELECT a, 1 AS c FROM t UNION ALL SELECT a, c FROM u) AS x WHERE c = 1 GROUP BY a

SELECT c, SUM(a) FROM (SELECT a, 1 AS c FROM t UNION ALL SELECT a, c FROM u) AS x WHERE c = 1 GROUP BY c

SELECT a, SUM(n) FROM (SELECT a, COUNT(*) AS n FROM t WHERE a = 1 GROUP BY a UNION ALL SELECT a, COUNT(*) FROM u WHERE a = 1 GROUP BY a) AS x GROUP BY a

SELECT x.a, COUNT(*) FROM (SELECT a FROM t WHERE b = 1 UNION ALL SELECT a FROM t WHERE b = 2) AS x GROUP BY x.a

SELECT x.id, y.id FROM (SELECT id, a FROM t WHERE a = 1) AS x JOIN (SELECT id, a FROM t WHERE a = 1) AS y ON x.id < y.id

SELECT x.id, y.id FROM (SELECT id, a FROM t WHERE a = 1) AS x JOIN (SELECT id, a FROM t) AS y ON x.a = y.a

SELECT x.id, y.uid FROM (SELECT id, a, b FROM t WHERE a = b) AS x JOIN u AS y ON x.a = y.a AND x.b = y.c

SELECT x.b, COUNT(*) FROM (SELECT id, a, b FROM t WHERE a = b) AS x JOIN u AS y ON x.a = y.a GROUP BY x.b

SELECT x.b, COUNT(*) FROM u AS y LEFT JOIN (SELECT id, a, b FROM t WHERE a = b) AS x ON x.a = y.a GROUP BY x.b

SELECT y.a, x.b, COUNT(*) FROM u AS y LEFT JOIN (SELECT id, a, b FROM t WHERE a = b) AS x ON x.a = y.a GROUP BY y.a, x.b

SELECT y.c, COUNT(*) FROM u AS y LEFT JOIN t AS x ON x.a = y.a WHERE x.b = y.c AND x.a = x.b GROUP BY y.c

SELECT a FROM t WHERE a = 1 GROUP BY a UNION ALL SELECT a FROM u GROUP BY a

SELECT a FROM t WHERE a = 1 GROUP BY a UNION SELECT a FROM u GROUP BY a

SELECT MAX(a) FROM t GROUP BY a, b HAVING MAX(b) > 0

SELECT a, b, COUNT(*), SUM(SUM(v)) OVER (PARTITION BY a) FROM t WHERE b = 1 GROUP BY a, b

SELECT a, COUNT(*) FROM t GROUP BY a HAVING a = (SELECT MAX(a) FROM u)

SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) = (SELECT COUNT(*) FROM t AS y WHERE y.a = t.a)

SELECT id FROM t WHERE a = 1 UNION SELECT uid FROM u WHERE a = 1

SELECT x.a, x.b FROM t AS x WHERE (SELECT COUNT(*) FROM t AS y WHERE y.a = x.a AND y.b = x.b) = 1

SELECT x.id FROM t AS x WHERE x.v = (SELECT MAX(y.v) FROM t AS y WHERE y.a = x.a) AND x.b IN (SELECT c FROM u WHERE u.a = x.a)

SELECT t.a, u.c, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.a = 1 GROUP BY t.a, u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND u.a = 1 LEFT JOIN z ON z.c = t.a

SELECT z.c, COUNT(*) FROM t JOIN u ON t.a = u.a AND u.a = 1 LEFT JOIN z ON z.c = t.a GROUP BY z.c

SELECT f, COUNT(*) FROM t JOIN u ON t.f = u.a GROUP BY f

SELECT u.a, COUNT(*) FROM t JOIN u ON t.f = u.a GROUP BY u.a

SELECT CAST(u.a AS STRING), COUNT(*) FROM t JOIN u ON t.f = u.a GROUP BY CAST(u.a AS STRING)
--! sqlite
SELECT CAST(u.a AS TEXT), COUNT(*) FROM {0} AS t JOIN {1} AS u ON t.f = u.a GROUP BY CAST(u.a AS TEXT)

SELECT id, CAST(f AS STRING), COUNT(*) OVER (PARTITION BY f) FROM t
--! sqlite
SELECT id, CAST(f AS TEXT), COUNT(*) OVER (PARTITION BY f) FROM {0}

SELECT s || 'x', s, COUNT(*) FROM t WHERE s || 'x' = 'xx' GROUP BY s || 'x', s

SELECT LENGTH(s), s, COUNT(*) FROM t GROUP BY LENGTH(s), s HAVING LENGTH(s) = 1

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE t.a = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.a = 1 GROUP BY u.a

SELECT a, COUNT(*) FROM t GROUP BY a LIMIT 0

-- @source_key.t: a
-- @source_key.u: a
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT a, b FROM t UNION SELECT c, a FROM u

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t._PARTITION = u._PARTITION

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t._PARTITION, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t._PARTITION

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT a, ROW_NUMBER() OVER (PARTITION BY c ORDER BY uid) AS rn FROM u) AS r WHERE r.a = t.a AND rn = 1)

SELECT id, (SELECT COUNT(*) FROM z LEFT JOIN (SELECT uid, c FROM u WHERE u.a = t.a) AS x ON z.c = x.c) FROM t

SELECT id, (SELECT COUNT(*) FROM z JOIN (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x ON z.c = x.c) FROM t

SELECT id, (SELECT COUNT(*) FROM z JOIN (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x ON z.c = x.a) FROM t

SELECT id, (SELECT COUNT(*) FROM z LEFT JOIN (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x ON z.c = x.a) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x RIGHT JOIN z ON z.c = x.a) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x FULL JOIN z ON z.c = x.a) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT uid, a, c FROM u WHERE u.a = t.a) AS x LEFT JOIN z ON z.c = x.a) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT uid, c FROM u WHERE u.a = t.a) AS x CROSS JOIN z) FROM t

SELECT id, (SELECT SUM(n) FROM (SELECT z.c, COUNT(*) AS n FROM z GROUP BY z.c) AS g JOIN (SELECT uid, c FROM u WHERE u.a = t.a) AS x ON g.c = x.c) FROM t

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT c, COUNT(*) AS n FROM u WHERE u.a = t.a GROUP BY c) AS g WHERE g.n > 1)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT c, ROW_NUMBER() OVER (PARTITION BY c ORDER BY uid) AS rn FROM u WHERE u.a = t.a) AS g WHERE g.rn > 1)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT c FROM u WHERE u.a = t.a ORDER BY uid LIMIT 1) AS g WHERE g.c = t.b)

SELECT id FROM t WHERE b IN (SELECT c FROM u WHERE u.a = t.a ORDER BY uid LIMIT 1)

SELECT id FROM t WHERE b NOT IN (SELECT c FROM u WHERE u.a = t.a)

SELECT id FROM t WHERE b NOT IN (SELECT MAX(c) FROM u WHERE u.a = t.a GROUP BY u.w)

SELECT t.id FROM t LEFT JOIN u ON t.a = u.a WHERE u.a > 0

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.a > 0 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.a > 0 OR t.b = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE NOT u.c = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE COALESCE(u.c, 1) = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c IS NOT DISTINCT FROM t.b GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c IS NOT NULL GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c IS NULL GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c IN (1, 2) GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE (u.c = 1) IS NOT TRUE GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE CASE WHEN u.c = 1 THEN FALSE ELSE TRUE END GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c + t.b > 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE EXISTS (SELECT 1 FROM z WHERE z.c = u.a) GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c BETWEEN 0 AND 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c = 1 AND t.b = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE (u.c = 1 OR u.c = 2) GROUP BY u.a

SELECT t.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a WHERE t.b = 1 GROUP BY t.a

SELECT u.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a WHERE t.b = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a WHERE t.b = 1 AND u.c = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a HAVING u.a > 0

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a HAVING COUNT(u.c) > 0

SELECT x.ua, COUNT(*) FROM (SELECT u.a AS ua, u.c FROM t LEFT JOIN u ON t.a = u.a) AS x WHERE x.c = 1 GROUP BY x.ua

SELECT x.ua, COUNT(*) FROM (SELECT u.a AS ua, u.c, COUNT(*) OVER (PARTITION BY u.a) AS n FROM t LEFT JOIN u ON t.a = u.a) AS x WHERE x.c = 1 GROUP BY x.ua

SELECT x.ua, x.n FROM (SELECT u.a AS ua, COUNT(*) AS n FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a) AS x WHERE x.ua = 1

SELECT x.ua, x.n FROM (SELECT u.a AS ua, COUNT(*) AS n FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a) AS x WHERE x.ua > 0

SELECT z.zid, u.a FROM t LEFT JOIN u ON t.a = u.a JOIN z ON z.c = u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a JOIN z ON z.c = u.a GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON z.c = u.a GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON z.c = u.a WHERE z.d = 1 GROUP BY u.a

SELECT u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c WHERE u.w > 0 GROUP BY u.c

SELECT dim.n, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k WHERE dim.n > 0 GROUP BY dim.n

SELECT dim.k, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k WHERE dim.n > 0 GROUP BY dim.k

SELECT t.id, u.uid FROM (SELECT id FROM t WHERE a = 1 GROUP BY id, a) AS t CROSS JOIN (SELECT uid FROM u WHERE a = 1 GROUP BY uid, a) AS u

SELECT t.id, u.uid FROM (SELECT id FROM t WHERE a = 1 GROUP BY id, a) AS t CROSS JOIN (SELECT uid FROM u WHERE a = 2 GROUP BY uid, a) AS u

SELECT t.a, u.c, COUNT(*) FROM (SELECT a FROM t WHERE a = 1 GROUP BY id, a) AS t CROSS JOIN (SELECT c FROM u WHERE c = 2 GROUP BY uid, c) AS u GROUP BY t.a, u.c

SELECT a, COUNT(*) FROM t WHERE a = 1 AND b NOT IN (SELECT c FROM u) GROUP BY a

SELECT c, n FROM (SELECT c, COUNT(*) AS n FROM (SELECT c, uid FROM u WHERE c = 1) AS q GROUP BY c) AS x WHERE c IN (SELECT a FROM t) OR n > 1

SELECT zid, n FROM (SELECT zid, (SELECT COUNT(*) FROM u WHERE u.c = q.zid) AS n FROM (SELECT DISTINCT zid FROM z WHERE zid = 1) AS q) AS x WHERE n NOT IN (SELECT a FROM t WHERE a = 1)

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a JOIN z ON t.a = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a JOIN z ON u.a = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.a = u.c JOIN z ON u.c = z.c

SELECT t.id FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a WHERE t.b IN (SELECT c FROM z)

SELECT t.id, (SELECT COUNT(*) FROM z WHERE z.c = t.b) FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN o ON o.a = u.a JOIN z ON z.c = o.a

SELECT t.id, z.zid FROM t LEFT JOIN (SELECT u.a, u.c FROM u JOIN o ON u.a = o.a AND u.c = o.a) AS x ON t.a = x.a LEFT JOIN z ON x.c = z.c

SELECT t.id, z.zid FROM t LEFT JOIN dim ON t.a = dim.k AND t.b = dim.k JOIN z ON z.c = t.b JOIN u ON u.a = t.a

SELECT t.id, u.uid FROM t LEFT JOIN dim ON t.a = dim.k AND t.b = dim.k JOIN u ON u.a = t.b WHERE EXISTS (SELECT 1 FROM z WHERE z.c = t.a)

SELECT id FROM t WHERE a NOT IN (SELECT c FROM u WHERE c IS NOT NULL)

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a, c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

SELECT a FROM t EXCEPT SELECT a FROM u WHERE 1 = 0

SELECT COUNT(*) FROM (SELECT a FROM t EXCEPT SELECT a FROM u WHERE FALSE) AS x

SELECT DISTINCT b FROM (SELECT a AS x, b FROM t WHERE a = 1 UNION ALL SELECT a, b FROM t WHERE a = 2) AS y WHERE x = 1
