-- Tables that every partition loads: joined in every way, in subqueries, alone.

SELECT t.id, dim.n FROM t JOIN dim ON t.a = dim.k

SELECT t.id, dim.n FROM t LEFT JOIN dim ON t.a = dim.k

SELECT t.id, dim.n FROM dim JOIN t ON t.a = dim.k

SELECT t.id, dim.n FROM dim RIGHT JOIN t ON t.a = dim.k

SELECT t.id, dim.n FROM dim LEFT JOIN t ON t.a = dim.k

SELECT t.id, dim.n FROM t RIGHT JOIN dim ON t.a = dim.k

SELECT t.id, dim.n FROM t FULL JOIN dim ON t.a = dim.k

SELECT t.id, dim.n FROM t CROSS JOIN dim

SELECT t.id, dim.n FROM t, dim WHERE t.a = dim.k

SELECT t.id, dim.n FROM t JOIN dim ON t.a < dim.k

SELECT t.id, dim.n FROM t LEFT JOIN dim ON t.a < dim.k

SELECT t.id, rate.r FROM t JOIN rate ON t.a = rate.a

SELECT t.id, rate.r FROM t LEFT JOIN rate USING (a)

SELECT t.id, rate.r FROM t NATURAL JOIN rate

SELECT k, n FROM dim

SELECT n, COUNT(*) FROM dim GROUP BY n

SELECT COUNT(*) FROM dim

SELECT DISTINCT n FROM dim

SELECT k FROM dim WHERE n = 1

SELECT k FROM dim UNION ALL SELECT a FROM t

SELECT k FROM dim UNION SELECT a FROM t

SELECT a FROM t EXCEPT SELECT k FROM dim

SELECT k FROM dim EXCEPT SELECT a FROM t

SELECT a FROM t INTERSECT SELECT k FROM dim

SELECT t.a, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY t.a

SELECT dim.k, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.k

SELECT dim.n, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.n

SELECT dim.n, t.a, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.n, t.a

SELECT dim.n, t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.n, t.b

SELECT dim.k, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k GROUP BY dim.k

SELECT dim.k, dim.n, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.k, dim.n

SELECT dim.k, dim.n, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k GROUP BY dim.k, dim.n

SELECT t.a, dim.n, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k GROUP BY t.a, dim.n

SELECT rate.a, COUNT(*) FROM t JOIN rate ON t.a = rate.a GROUP BY rate.a

SELECT rate.r, COUNT(*) FROM t JOIN rate ON t.a = rate.a GROUP BY rate.r

SELECT rate.a, rate.r, COUNT(*) FROM t JOIN rate ON t.a = rate.a GROUP BY rate.a, rate.r

SELECT COUNT(*) FROM t JOIN dim ON t.a = dim.k

SELECT DISTINCT dim.n FROM t JOIN dim ON t.a = dim.k

SELECT DISTINCT t.a, dim.n FROM t JOIN dim ON t.a = dim.k

SELECT id FROM t WHERE a IN (SELECT k FROM dim)

SELECT id FROM t WHERE a NOT IN (SELECT k FROM dim)

SELECT id FROM t WHERE a NOT IN (SELECT n FROM dim)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM dim WHERE dim.k = t.a)

SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM dim WHERE dim.k = t.a)

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM dim WHERE dim.n > t.a)

SELECT id, (SELECT MAX(n) FROM dim) FROM t

SELECT id, (SELECT n FROM dim WHERE dim.k = t.a) FROM t

SELECT id, (SELECT SUM(r) FROM rate WHERE rate.a = t.a) FROM t

SELECT id FROM t WHERE v > (SELECT AVG(r) FROM rate)

SELECT id FROM t WHERE a IN (SELECT rate.a FROM rate JOIN dim ON rate.a = dim.k)

SELECT id FROM t WHERE a IN (SELECT rate.a FROM rate GROUP BY rate.a HAVING COUNT(*) > 1)

SELECT k FROM dim WHERE k IN (SELECT a FROM t)

SELECT k FROM dim WHERE k NOT IN (SELECT a FROM t)

SELECT k FROM dim WHERE EXISTS (SELECT 1 FROM t WHERE t.a = dim.k)

SELECT k FROM dim WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.a = dim.k)

SELECT k, (SELECT COUNT(*) FROM t WHERE t.a = dim.k) FROM dim

SELECT k, (SELECT COUNT(*) FROM t) FROM dim

SELECT k FROM dim WHERE k IN (SELECT a FROM rate)

SELECT x.k, y.r FROM dim AS x JOIN rate AS y ON x.k = y.a

SELECT x.k, y.k FROM dim AS x JOIN dim AS y ON x.n = y.n

SELECT x.k, y.k FROM dim AS x LEFT JOIN dim AS y ON x.n = y.k

SELECT t.id, dim.n, rate.r FROM t JOIN dim ON t.a = dim.k JOIN rate ON rate.a = t.b

SELECT t.id, dim.n, rate.r FROM t LEFT JOIN dim ON t.a = dim.k LEFT JOIN rate ON rate.a = dim.n

SELECT t.id, dim.n, rate.r FROM dim JOIN rate ON dim.k = rate.a JOIN t ON t.a = dim.n

SELECT t.id, x.n FROM t JOIN (SELECT dim.k, dim.n FROM dim JOIN rate ON dim.k = rate.a) AS x ON t.a = x.k

SELECT t.id, x.c FROM t JOIN (SELECT n, COUNT(*) AS c FROM dim GROUP BY n) AS x ON t.a = x.n

SELECT t.id, x.c FROM t LEFT JOIN (SELECT n, COUNT(*) AS c FROM dim GROUP BY n) AS x ON t.a = x.n

SELECT t.id, x.c FROM t CROSS JOIN (SELECT COUNT(*) AS c FROM dim) AS x

SELECT t.id, x.k FROM t LEFT JOIN (SELECT k FROM dim UNION ALL SELECT a FROM rate) AS x ON t.a = x.k

SELECT t.id, x.k FROM t LEFT JOIN (SELECT k FROM dim ORDER BY k LIMIT 2) AS x ON t.a = x.k

SELECT t.id, u.uid, dim.n FROM t JOIN u ON t.a = u.a JOIN dim ON dim.k = t.b

SELECT t.id, u.uid, dim.n FROM t JOIN dim ON dim.k = t.b JOIN u ON u.a = dim.n

SELECT t.id, u.uid, dim.n FROM t JOIN dim ON dim.k = t.a JOIN u ON u.a = dim.k

SELECT t.id, u.uid, dim.n FROM t JOIN dim ON dim.k = t.a JOIN u ON u.a = t.a

SELECT t.id, u.uid, dim.n FROM t LEFT JOIN dim ON dim.k = t.a JOIN u ON u.a = dim.k

SELECT t.id, u.uid, dim.n FROM dim, t, u WHERE dim.k = t.a AND dim.k = u.a

SELECT t.id, u.uid, dim.n FROM t, u, dim WHERE dim.k = t.a AND dim.n = u.a

SELECT t.id, u.uid, dim.n FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN dim ON dim.k = u.c

SELECT dim.k, COUNT(*) FROM t JOIN dim ON t.a = dim.k JOIN u ON u.a = dim.k GROUP BY dim.k

SELECT t.a, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k WHERE dim.n = 1 GROUP BY t.a

SELECT dim.n, t.a, COUNT(*) FROM t JOIN dim ON t.a = dim.k WHERE dim.n = 1 GROUP BY dim.n, t.a

SELECT t.id, COUNT(*) OVER (PARTITION BY dim.n) FROM t JOIN dim ON t.a = dim.k

SELECT t.id, COUNT(*) OVER (PARTITION BY dim.k) FROM t JOIN dim ON t.a = dim.k

SELECT t.id, dim.n FROM t JOIN dim ON t.a = dim.k ORDER BY t.id

SELECT t.id, dim.n FROM t JOIN dim ON t.a = dim.k ORDER BY t.id LIMIT 4

WITH d AS (SELECT k, n FROM dim WHERE n > 0) SELECT t.id, d.n FROM t LEFT JOIN d ON t.a = d.k

WITH d AS (SELECT k, n FROM dim) SELECT x.k, y.id FROM d AS x JOIN t AS y ON y.a = x.k WHERE y.b IN (SELECT k FROM d)

SELECT x.a, dim.n FROM (SELECT a, COUNT(*) AS c FROM t GROUP BY a) AS x JOIN dim ON x.a = dim.k

SELECT x.a, dim.n FROM (SELECT a, COUNT(*) AS c FROM t GROUP BY a) AS x JOIN dim ON x.c = dim.k

SELECT dim.k, COUNT(*) FROM dim JOIN t ON dim.k < t.a GROUP BY dim.k

SELECT dim.k, COUNT(t.id) FROM dim LEFT JOIN t ON dim.k = t.a GROUP BY dim.k

SELECT dim.n, COUNT(t.id) FROM dim LEFT JOIN t ON dim.k = t.a GROUP BY dim.n

SELECT k, n FROM dim LIMIT 2

SELECT id FROM t WHERE a IN (SELECT k FROM dim) OR b IN (SELECT a FROM u)

SELECT id FROM t WHERE a IN (SELECT k FROM dim WHERE n IN (SELECT a FROM u))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM dim WHERE dim.k = t.a AND dim.n IN (SELECT a FROM u))

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM dim JOIN u ON dim.k = u.a WHERE dim.n = t.a)

SELECT a, COUNT(*) FROM (SELECT a FROM t UNION ALL SELECT k FROM dim) AS x GROUP BY a

SELECT x.a, dim.n FROM (SELECT a FROM t UNION ALL SELECT a FROM u) AS x JOIN dim ON x.a = dim.k

SELECT dim.k, COUNT(*) FROM (SELECT a FROM t UNION ALL SELECT a FROM u) AS x JOIN dim ON x.a = dim.k GROUP BY dim.k

SELECT dim.n, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.n, dim.k

-- A LATERAL total has a row for each row of the table, wherever its records are.
SELECT dim.k, l.s FROM dim CROSS JOIN LATERAL (SELECT SUM(t.v) AS s FROM t WHERE t.a = dim.k) AS l
--! sqlite
SELECT dim.k, (SELECT SUM(t.v) FROM {1} AS t WHERE t.a = dim.k) AS s FROM {0} AS dim

SELECT dim.k, COUNT(*) AS n FROM dim JOIN LATERAL (SELECT COUNT(*) AS c FROM t WHERE t.a = dim.k) AS l ON TRUE GROUP BY dim.k
--! sqlite
SELECT dim.k, COUNT(*) AS n FROM {0} AS dim GROUP BY dim.k

-- A filter above rejects the rows of the table that have no match, so every partition may load it.
SELECT t.a, dim.n FROM dim LEFT JOIN t ON dim.n = t.a WHERE t.a IS NOT NULL

SELECT DISTINCT q.a, q.ts, dim.n FROM (SELECT DISTINCT a, ts FROM t) AS q RIGHT JOIN dim ON q.a = dim.n WHERE q.a = dim.k

SELECT dim.n, COUNT(*) AS m FROM dim FULL JOIN t ON dim.n = t.a WHERE t.b = 1 GROUP BY dim.n

SELECT dim.n, COUNT(*) AS m FROM dim LEFT JOIN t ON dim.n = t.a GROUP BY dim.n HAVING MAX(t.b) = 1

SELECT x.n, u.w FROM (SELECT dim.n, t.b FROM dim LEFT JOIN t ON dim.n = t.a) AS x JOIN u ON x.b = u.a

SELECT dim.n, t.b FROM dim LEFT JOIN t ON dim.n = t.a WHERE (t.b IS NULL) IS FALSE

SELECT dim.n, t.b FROM dim LEFT JOIN t ON dim.n = t.a WHERE (t.b > 1) IS NOT UNKNOWN

SELECT dim.n, t.b FROM dim LEFT JOIN t ON dim.n = t.a WHERE (t.b > 1 OR dim.n = 1) IS TRUE
