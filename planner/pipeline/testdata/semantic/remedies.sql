-- Aggregations by columns, whose skew two phases and salts mend.

SELECT a, COUNT(*) AS n, SUM(v) AS s, MIN(id) AS low, MAX(v) AS high FROM t GROUP BY a

SELECT x.s, AVG(x.v) AS mean, COUNT(x.a) AS n FROM t AS x WHERE x.v > 0 GROUP BY x.s HAVING COUNT(*) > 1

SELECT s, SUM(CASE WHEN v > 2 THEN 1 ELSE 0 END) AS big, UPPER(s) AS up FROM t GROUP BY s

SELECT a, COUNT(*) FILTER (WHERE v > 1) AS n, SUM(v) + a AS m FROM t GROUP BY a

SELECT b, a, MAX(v) - MIN(v) AS spread FROM t GROUP BY b, a

-- Those that have no statements: an aggregate that does not come apart, a group that is computed, an alias.
SELECT a, COUNT(DISTINCT b) AS n FROM t GROUP BY a

SELECT UPPER(s) AS up, COUNT(*) AS n FROM t GROUP BY UPPER(s)

SELECT b AS a, COUNT(*) AS n FROM t GROUP BY a
