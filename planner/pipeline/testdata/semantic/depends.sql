-- Declared functional dependencies: in g a determines r; in h a and r determine each other.

SELECT a, COUNT(*) FROM g GROUP BY a

SELECT r, COUNT(*) FROM g GROUP BY r

-- @source_key.g: r
SELECT a, COUNT(*) FROM g GROUP BY a

-- @source_key.g: a
SELECT r, COUNT(*) FROM g GROUP BY r

-- @source_key.g: r
SELECT a, v, COUNT(*) FROM g GROUP BY a, v

SELECT g.a, COUNT(*) FROM g JOIN u ON g.r = u.a GROUP BY g.a

SELECT g.r, COUNT(*) FROM g JOIN u ON g.a = u.a GROUP BY g.r

SELECT g.a, COUNT(*) FROM g LEFT JOIN u ON g.r = u.a GROUP BY g.a

SELECT g.a, COUNT(*) FROM u LEFT JOIN g ON g.r = u.a GROUP BY g.a

SELECT g.a, u.a, COUNT(*) FROM u FULL JOIN g ON g.r = u.a GROUP BY g.a, u.a

SELECT g.a, COUNT(*) FROM u FULL JOIN g ON g.r = u.a GROUP BY g.a

SELECT g.a, COUNT(*) FROM u RIGHT JOIN g ON g.r = u.a GROUP BY g.a

SELECT g.gid, z.zid FROM u LEFT JOIN g ON g.r = u.a JOIN z ON z.c = g.a

SELECT k, COUNT(*) FROM (SELECT a AS k FROM g UNION ALL SELECT c FROM z) AS q GROUP BY k

SELECT DISTINCT a, v FROM (SELECT a, v, COUNT(*) OVER (PARTITION BY r) AS n FROM g) AS q

SELECT a, SUM(n) FROM (SELECT r, a, COUNT(*) AS n FROM g GROUP BY r, a) AS q GROUP BY a

SELECT h.a, COUNT(*) FROM h GROUP BY h.a

-- @source_key.h: r
SELECT h.a, COUNT(*) FROM h GROUP BY h.a

-- @source_key.h: a
SELECT h.r, COUNT(*) FROM h GROUP BY h.r

SELECT h.hid, u.uid, z.zid FROM h JOIN u ON h.a = u.a JOIN z ON h.r = z.c

SELECT h.hid, u.uid FROM h JOIN u ON h.a = u.a WHERE h.r = u.c

SELECT h.r, COUNT(*) FROM h JOIN u ON h.a = u.a GROUP BY h.r

SELECT h.hid, x.id FROM h LEFT JOIN t AS x ON h.a = x.a WHERE h.r = 3

SELECT k, COUNT(*) FROM (SELECT r AS k FROM h UNION ALL SELECT a FROM h AS i) AS q GROUP BY k

SELECT hid FROM h WHERE a IN (SELECT a FROM u) AND r IN (SELECT c FROM z)

SELECT g.a, x.a, COUNT(*) FROM (SELECT a, uid FROM u WHERE a IS NULL OR a > 1) AS x FULL JOIN g ON g.r = x.a GROUP BY g.a, x.a

SELECT g.a, x.uid, COUNT(*) FROM (SELECT a, uid FROM u WHERE a IS NULL OR a > 1) AS x FULL JOIN g ON g.r = x.a GROUP BY g.a, x.uid, x.a
