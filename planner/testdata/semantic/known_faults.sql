-- Faults of the planner that are known: each of these cases must fail, until it is moved.

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k AND t.a = t.b GROUP BY t.b

SELECT c, n FROM (SELECT c, COUNT(*) AS n FROM (SELECT c, COUNT(*) AS m FROM u GROUP BY c HAVING c = 1) AS q GROUP BY c) AS x WHERE c IN (SELECT a FROM t) OR n > 1

SELECT x.a, y.id FROM (SELECT a, COUNT(*) AS n FROM t WHERE a = 1 GROUP BY a) AS x JOIN (SELECT id, a FROM t WHERE b IN (SELECT a FROM o) OR id = a) AS y ON x.a = y.a

SELECT x.a, z.zid FROM (SELECT t.a, t.b, u.uid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a) AS x RIGHT JOIN z ON x.b = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a AND t.b = u.a JOIN z ON t.b = z.c

SELECT t.id, z.zid FROM t FULL JOIN u ON t.a = u.a AND t.b = u.a FULL JOIN z ON t.b = z.c

SELECT t.id, z.zid FROM t FULL JOIN u ON t.a = u.a AND t.a = u.c LEFT JOIN z ON u.c = z.c

SELECT t.id, z.zid FROM t RIGHT JOIN u ON t.a = u.a AND t.a = u.c LEFT JOIN z ON u.c = z.c

SELECT t.id, z.zid FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN o ON o.a = u.a AND o.a = t.b JOIN z ON z.c = t.b
