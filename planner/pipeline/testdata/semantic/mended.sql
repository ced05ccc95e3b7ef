-- Cases that showed a fault of the planner once.

SELECT uid FROM u WHERE a IN (SELECT b FROM t) AND a = 1 AND c NOT IN (SELECT a FROM t)

SELECT x.a, t.id FROM (SELECT a, COUNT(*) AS n FROM o WHERE a = b GROUP BY a, b HAVING a = 1) AS x CROSS JOIN t

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT x.a, u.uid FROM (SELECT a, id, COUNT(*) AS n FROM t WHERE a = 1 GROUP BY a, id) AS x CROSS JOIN u

SELECT x.id, y.id FROM (SELECT id, (SELECT COUNT(*) FROM z WHERE z.d = t.b) AS n FROM t WHERE b IS NULL) AS x CROSS JOIN t AS y

SELECT t.id, u.uid FROM t CROSS JOIN u WHERE NOT EXISTS (SELECT 1 FROM z WHERE t.a = u.a AND z.c = t.a)

SELECT t.id, u.uid, (SELECT COUNT(*) FROM z WHERE t.a = u.a AND z.c = t.a) FROM t CROSS JOIN u

SELECT p, q, n FROM (SELECT t.a AS p, u.a AS q, COUNT(*) OVER (PARTITION BY t.a) AS n FROM t CROSS JOIN u) AS x WHERE p = q

SELECT 1 FROM t ORDER BY COUNT(*)
--! sqlite
SELECT 1 FROM (SELECT COUNT(*) FROM {0})

SELECT k FROM dim LIMIT 0

CREATE TABLE target AS SELECT k PRIMARY KEY, n FROM dim
--! sqlite
SELECT k, n FROM {0}

SELECT id, (SELECT COUNT(*) FROM (SELECT a FROM u UNION ALL SELECT c FROM z) AS q WHERE q.a = t.a) FROM t

SELECT id, (SELECT COUNT(*) FROM (SELECT a FROM u EXCEPT SELECT c FROM z) AS q WHERE q.a = t.a) FROM t

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
-- @source_key.z: c
-- @source_partitions.z: 4
SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON u.a = z.c

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u CROSS JOIN z WHERE u.a = t.a AND z.c = t.a)

SELECT c, n FROM (SELECT c, COUNT(*) AS n FROM (SELECT c, COUNT(*) AS m FROM u GROUP BY c HAVING c = 1) AS q GROUP BY c) AS x WHERE c IN (SELECT a FROM t) OR n > 1

SELECT x.a, y.id FROM (SELECT a, COUNT(*) AS n FROM t WHERE a = 1 GROUP BY a) AS x JOIN (SELECT id, a FROM t WHERE b IN (SELECT a FROM o) OR id = a) AS y ON x.a = y.a

SELECT x.a, z.zid FROM (SELECT t.a, t.b, u.uid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a) AS x RIGHT JOIN z ON x.b = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a JOIN z ON t.b = z.c

SELECT t.id, z.zid FROM t FULL JOIN u ON t.a = u.a AND t.b = u.a FULL JOIN z ON t.b = z.c

SELECT t.id, z.zid FROM t FULL JOIN u ON t.a = u.a AND t.a = u.c LEFT JOIN z ON u.c = z.c

SELECT t.id, z.zid FROM t RIGHT JOIN u ON t.a = u.a AND t.a = u.c LEFT JOIN z ON u.c = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN o ON o.a = u.a AND o.a = t.b JOIN z ON z.c = t.b

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k AND t.a = t.b GROUP BY t.b

SELECT t.id, z.zid FROM t FULL JOIN z ON t.nv = z.d

SELECT t.id, z.zid FROM t FULL JOIN (SELECT zid, d AS nv FROM z) AS x USING (nv) JOIN z ON z.zid = x.zid

SELECT d, COUNT(*) AS n FROM z WHERE zid = 1 AND zid = 2 GROUP BY ROLLUP (d) HAVING COUNT(*) IS NOT NULL

SELECT x.k, l.n FROM (VALUES (1), (2)) AS x (k), LATERAL (SELECT COUNT(*) AS n FROM t WHERE t.a = x.k) AS l

SELECT x.k, l.n FROM (SELECT 1 AS k) AS x JOIN LATERAL (SELECT COUNT(*) AS n FROM t WHERE t.a = x.k GROUP BY GROUPING SETS ((t.b), ())) AS l ON TRUE

SELECT a, COUNT(*) AS n FROM t WHERE a IS TRUE GROUP BY a

-- @source_key.t: a
SELECT id, COUNT(*) OVER () AS n FROM t WHERE a IS TRUE

SELECT COUNT(x.c) AS n FROM z AS x GROUP BY x.zid UNION ALL SELECT COUNT(*) FROM t GROUP BY id IS NOT DISTINCT FROM id

SELECT b, COUNT(*) AS n FROM t WHERE a NOT IN (SELECT c FROM u WHERE u.a = t.a AND t.a = t.b) GROUP BY b

SELECT b, COUNT(*) AS n FROM t WHERE a NOT IN (SELECT c FROM u WHERE u.c = t.a AND t.a = t.b) GROUP BY b

SELECT t.b, COUNT(*) AS n FROM t LEFT JOIN z ON t.a = z.c AND EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND t.a = t.b) GROUP BY t.b

SELECT t.b, COUNT(*) AS n FROM t LEFT JOIN z ON t.a = z.c AND t.a IN (SELECT u.a FROM u WHERE t.a = t.b) GROUP BY t.b

SELECT z.d, COUNT(*) AS n FROM t RIGHT JOIN z ON t.a = z.c AND EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND z.d = t.a) GROUP BY z.d

SELECT a, COUNT(*) AS n FROM t WHERE (a = b) = TRUE AND (a = b) = true GROUP BY a
