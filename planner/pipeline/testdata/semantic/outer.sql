-- Outer joins of streams, and what stands above them.

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a

SELECT t.id, u.uid FROM t RIGHT JOIN u ON t.a = u.a

SELECT t.id, u.uid FROM t FULL JOIN u ON t.a = u.a

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a AND t.b = 1

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a AND u.c > 0

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a < u.a

SELECT t.id, u.uid FROM t FULL JOIN u ON t.a = u.a AND t.b = u.c

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a IS NOT DISTINCT FROM u.a

SELECT t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a

SELECT t.b, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.b

SELECT u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.c

SELECT t.a, u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.a, u.a

SELECT u.a, t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a, t.a

SELECT t.a, u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.a, u.c

SELECT u.a, u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a, u.c

SELECT t.a, COUNT(*) FROM t RIGHT JOIN u ON t.a = u.a GROUP BY t.a

SELECT u.a, COUNT(*) FROM t RIGHT JOIN u ON t.a = u.a GROUP BY u.a

SELECT t.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY t.a

SELECT u.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY u.a

SELECT t.a, u.a, COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY t.a, u.a

SELECT COALESCE(t.a, u.a), COUNT(*) FROM t FULL JOIN u ON t.a = u.a GROUP BY COALESCE(t.a, u.a)

SELECT COALESCE(u.a, t.a), COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY COALESCE(u.a, t.a)

SELECT a, COUNT(*) FROM t LEFT JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t RIGHT JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t FULL JOIN u USING (a) GROUP BY a

SELECT a, COUNT(*) FROM t NATURAL RIGHT JOIN u GROUP BY a

SELECT DISTINCT t.a FROM t LEFT JOIN u ON t.a = u.a

SELECT DISTINCT u.a FROM t LEFT JOIN u ON t.a = u.a

SELECT DISTINCT a FROM t FULL JOIN u USING (a)

SELECT COUNT(*), COUNT(u.uid) FROM t LEFT JOIN u ON t.a = u.a

SELECT t.id FROM t LEFT JOIN u ON t.a = u.a WHERE u.uid IS NULL

SELECT t.id FROM t LEFT JOIN u ON t.a = u.a WHERE u.c = 1

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.c = 1 GROUP BY u.a

SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.a IS NULL GROUP BY u.a

SELECT u.a, t.b, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE u.a IS NULL GROUP BY u.a, t.b

SELECT u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c GROUP BY u.c

SELECT t.b, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c GROUP BY t.b

SELECT t.a, t.b, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.c GROUP BY t.a, t.b

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON u.c = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a LEFT JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a FULL JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a FULL JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a LEFT JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u ON t.a = u.a FULL JOIN z ON COALESCE(t.a, u.a) = z.c

SELECT t.id, u.uid, z.zid FROM t RIGHT JOIN u ON t.a = u.a LEFT JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t RIGHT JOIN u ON t.a = u.a RIGHT JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t RIGHT JOIN u ON t.a = u.a RIGHT JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a RIGHT JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a RIGHT JOIN z ON t.a = z.c

SELECT t.id, u.uid, z.zid FROM t LEFT JOIN u ON t.a = u.a FULL JOIN z ON u.a = z.c

SELECT t.id, u.uid, z.zid FROM t FULL JOIN u USING (a) FULL JOIN z USING (c)

SELECT z.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON t.a = z.c GROUP BY z.c

SELECT t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN z ON u.a = z.c GROUP BY t.a

SELECT x.id, g.n FROM t AS x LEFT JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS g ON x.a = g.a

SELECT g.a, g.n, x.id FROM t AS x RIGHT JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS g ON x.a = g.a

SELECT x.a, x.n, g.n FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS x FULL JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS g ON x.a = g.a

SELECT x.id, y.id FROM t AS x LEFT JOIN t AS y ON x.a = y.a AND x.id < y.id

SELECT x.id, y.id FROM t AS x LEFT JOIN t AS y ON x.a = y.b

SELECT y.a, COUNT(*) FROM t AS x LEFT JOIN t AS y ON x.a = y.b GROUP BY y.a

SELECT y.b, COUNT(*) FROM t AS x LEFT JOIN t AS y ON x.a = y.b GROUP BY y.b

SELECT x.id, COUNT(*) OVER (PARTITION BY y.a) FROM t AS x LEFT JOIN u AS y ON x.a = y.a

SELECT x.id, COUNT(*) OVER (PARTITION BY x.a) FROM t AS x LEFT JOIN u AS y ON x.a = y.a

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a WHERE t.a = u.c

SELECT u.c, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a WHERE t.a = u.c GROUP BY u.c

SELECT t.id, u.uid FROM t LEFT JOIN u ON TRUE WHERE t.a = u.a

SELECT t.id, u.uid FROM t LEFT JOIN u ON t.b = 1 WHERE t.a = u.a

SELECT q.a, COUNT(*) FROM t LEFT JOIN (SELECT a, COALESCE(c, 0) AS w FROM u) AS q ON t.a = q.a WHERE q.w = 1 GROUP BY q.a

SELECT q.w, COUNT(*) FROM t LEFT JOIN (SELECT a, COALESCE(a, 0) AS w FROM u) AS q ON t.a = q.w GROUP BY q.w

SELECT o.oid FROM o LEFT JOIN t ON o.a = t.a WHERE EXISTS (SELECT 1 FROM u WHERE u.a IS NOT DISTINCT FROM t.a)
