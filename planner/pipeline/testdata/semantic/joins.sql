-- Inner joins of streams, joins in chains and stars.

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

SELECT t.id, u.uid FROM t JOIN u ON u.a = t.a

SELECT t.id, u.uid FROM t, u WHERE t.a = u.a

SELECT t.id, u.uid FROM t CROSS JOIN u WHERE t.a = u.a

SELECT t.id, u.uid FROM t CROSS JOIN u

SELECT t.id, u.uid FROM t, u

SELECT t.id, u.uid FROM t JOIN u ON t.a < u.a

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b < u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b = u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a OR t.b = u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a WHERE t.b = u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a WHERE t.b = 1

SELECT t.id, u.uid FROM t JOIN u ON t.a IS NOT DISTINCT FROM u.a

SELECT id, uid FROM t JOIN u USING (a)

SELECT a, id, uid FROM t JOIN u USING (a)

SELECT id, uid FROM t NATURAL JOIN u

SELECT t.id, u.uid FROM t JOIN u ON t.a + 1 = u.a

SELECT t.id, u.uid FROM t JOIN u ON t.a + 1 = u.a + 1

SELECT t.id, u.uid FROM t JOIN u ON t.f = u.a

SELECT t.id, u.uid FROM t JOIN u ON t.a + t.b = u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a + u.c = 3

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a + t.b

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.a = u.c

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.a = 1

SELECT t.id, u.uid FROM t JOIN u ON t.a = 1 AND u.a = 1

SELECT t.id, u.uid FROM t JOIN u ON t.id = u.uid

SELECT t.id, u.uid FROM t JOIN u ON t.id = u.uid AND t.a = u.a

SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.a

SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.b

SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.id = y.id + 1

SELECT x.id, y.id FROM t AS x, t AS y WHERE x.a = y.a AND x.id < y.id

SELECT x.a, COUNT(*) FROM t AS x JOIN t AS y ON x.a = y.a GROUP BY x.a

SELECT x.b, COUNT(*) FROM t AS x JOIN t AS y ON x.a = y.a GROUP BY x.b

SELECT x.a, y.b, COUNT(*) FROM t AS x JOIN t AS y ON x.a = y.a GROUP BY x.a, y.b

SELECT t.a, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.a

SELECT u.a, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY u.a

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.b

SELECT t.b, u.a, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.b, u.a

SELECT u.c, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY u.c

SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.b = u.c GROUP BY t.b

SELECT u.c, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.b = u.c GROUP BY u.c

SELECT u.c, t.a, COUNT(*) FROM t JOIN u ON t.a = u.a AND t.b = u.c GROUP BY u.c, t.a

SELECT COUNT(*) FROM t JOIN u ON t.a = u.a

SELECT DISTINCT t.a FROM t JOIN u ON t.a = u.a

SELECT DISTINCT t.b FROM t JOIN u ON t.a = u.a

SELECT DISTINCT t.b, u.a FROM t JOIN u ON t.a = u.a

SELECT a, COUNT(*) FROM t JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t NATURAL JOIN u GROUP BY a

SELECT t.a + 1, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.a + 1

SELECT t.a + u.a, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.a + u.a

SELECT t.a + u.c, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.a + u.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON t.b = z.c

SELECT t.id, u.uid, z.zid FROM t, u, z WHERE t.a = u.a AND u.a = z.c

SELECT t.id, u.uid, z.zid FROM t, u, z WHERE t.a = z.c AND u.a = z.c

SELECT t.id, u.uid, z.zid FROM t, u, z WHERE t.a = u.a AND u.c = z.c

SELECT t.id, u.uid, z.zid FROM t, u, z WHERE t.a = u.a AND z.d < 2

SELECT t.id, u.uid, z.zid FROM t, u JOIN z ON u.c = z.c WHERE t.a = z.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a AND t.b = u.c JOIN z ON z.c = t.b

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a AND t.b = u.c JOIN z ON z.c = t.b AND z.d = u.a

SELECT t.id, u.uid, z.zid FROM t JOIN u USING (a) JOIN z USING (c)

SELECT t.id, u.uid, z.zid FROM t NATURAL JOIN u NATURAL JOIN z

SELECT t.a, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON u.a = z.c GROUP BY t.a

SELECT z.c, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON u.a = z.c GROUP BY z.c

SELECT z.d, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON u.a = z.c GROUP BY z.d

SELECT u.c, COUNT(*) FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c GROUP BY u.c

SELECT x.id, y.id, w.id FROM t AS x JOIN t AS y ON x.a = y.a JOIN t AS w ON y.a = w.a

SELECT x.id, y.id, w.id FROM t AS x JOIN t AS y ON x.a = y.a JOIN t AS w ON y.b = w.b

SELECT p.id, q.uid, r.zid, k.id FROM t AS p JOIN u AS q ON p.a = q.a JOIN z AS r ON r.c = q.a JOIN t AS k ON k.b = r.c

SELECT p.id, q.uid, r.zid, k.id FROM t AS p, u AS q, z AS r, t AS k WHERE p.a = q.a AND r.c = k.b AND q.a = k.b

SELECT x.id, g.n FROM t AS x JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS g ON x.a = g.a

SELECT x.id, g.n FROM t AS x JOIN (SELECT c, COUNT(*) AS n FROM u GROUP BY c) AS g ON x.a = g.c

SELECT x.id, g.n FROM t AS x JOIN (SELECT a, c, COUNT(*) AS n FROM u GROUP BY a, c) AS g ON x.a = g.a

SELECT x.id, g.n FROM t AS x JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS g ON x.a = g.n

SELECT p.a, p.n, q.n FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS p JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS q ON p.a = q.a

SELECT p.a, q.a FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS p JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS q ON p.n = q.n

SELECT p.a, p.b, q.n FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS p JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS q ON p.a = q.a

SELECT b, COUNT(*) FROM (SELECT t.b, u.c FROM t JOIN u ON t.a = u.a) AS j GROUP BY b

SELECT k, COUNT(*) FROM (SELECT t.a AS k, u.c FROM t JOIN u ON t.a = u.a) AS j GROUP BY k

SELECT o.oid, u.uid FROM o JOIN u ON o.a = u.a

SELECT o.b, COUNT(*) FROM o JOIN u ON o.a = u.a AND o.b = u.c GROUP BY o.b

SELECT t.id, x.id FROM t JOIN t AS x ON UPPER(t.s) = UPPER(x.s)

SELECT t.id, x.id FROM t JOIN t AS x ON UPPER(t.s) = x.s

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a LIMIT 5

SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a ORDER BY t.id, u.uid

-- NULL beside a column does not hide its type.
SELECT t.b FROM t JOIN g ON COALESCE(t.a, NULL) = CAST(g.r AS VARCHAR)

SELECT t.id, u.uid FROM t JOIN u ON CASE WHEN t.a = 1 THEN t.nv ELSE NULL END = u.a
