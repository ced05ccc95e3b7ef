-- Sources that are keyed by declared columns: single and joined, equal and different counts.

-- @source_key.t: a
SELECT a, COUNT(*) FROM t GROUP BY a

-- @source_key.t: a
SELECT a, b, COUNT(*) FROM t GROUP BY a, b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t GROUP BY b

-- @source_key.t: a, b
SELECT a, COUNT(*) FROM t GROUP BY a

-- @source_key.t: a, b
SELECT a, b, COUNT(*) FROM t GROUP BY a, b

-- @source_key.t: a, b
SELECT b, a, v, COUNT(*) FROM t GROUP BY b, a, v

-- @source_key.t: a
SELECT COUNT(*) FROM t

-- @source_key.t: a
SELECT id FROM t WHERE b = 1

-- @source_key.t: a
SELECT a + 1, COUNT(*) FROM t GROUP BY a + 1

-- @source_key.t: a
SELECT a % 2, COUNT(*) FROM t GROUP BY a % 2

-- @source_key.t: a
SELECT a + 1, a, COUNT(*) FROM t GROUP BY a + 1, a

-- @source_key.t: s
SELECT UPPER(s), COUNT(*) FROM t GROUP BY UPPER(s)

-- @source_key.t: f
SELECT f, COUNT(*) FROM t GROUP BY f

-- @source_key.t: a
SELECT DISTINCT a, b FROM t

-- @source_key.t: a
SELECT DISTINCT b FROM t

-- @source_key.t: a
SELECT id, COUNT(*) OVER (PARTITION BY a) FROM t

-- @source_key.t: a
SELECT id, COUNT(*) OVER (PARTITION BY b) FROM t

-- @source_key.t: a
SELECT id, COUNT(*) OVER (PARTITION BY a), COUNT(*) OVER (PARTITION BY b) FROM t

-- @source_key.t: a
SELECT id, COUNT(*) OVER (PARTITION BY a), COUNT(*) OVER (PARTITION BY b, a) FROM t

-- @source_key.t: a, b
SELECT a, COUNT(*) FROM t WHERE b = 1 GROUP BY a

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = 1 GROUP BY b

-- @source_key.t: a
SELECT b, COUNT(*) FROM t WHERE a = b GROUP BY b

-- @source_key.t: a
SELECT a, COUNT(*) FROM t WHERE a = 1 GROUP BY a

-- @source_key.t: a
SELECT a, b, SUM(v) FROM t GROUP BY a, b ORDER BY a

-- @source_key.t: a
SELECT a, MAX(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x GROUP BY a

-- @source_key.t: a
SELECT b, MAX(n) FROM (SELECT a, b, COUNT(*) AS n FROM t GROUP BY a, b) AS x GROUP BY b

-- @source_key.t: a
SELECT n, COUNT(*) FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS x GROUP BY n

SELECT _PARTITION, COUNT(*) FROM t GROUP BY _PARTITION

SELECT a, _PARTITION, COUNT(*) FROM t GROUP BY a, _PARTITION

SELECT id, COUNT(*) OVER (PARTITION BY _PARTITION) FROM t

-- @source_key.t: a
SELECT _PARTITION, COUNT(*) FROM t GROUP BY _PARTITION

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 6
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

--! partitioner t murmur2
--! partitioner u crc32
-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.a = u.c

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b = u.c

-- @source_key.t: a, b
-- @source_partitions.t: 4
-- @source_key.u: a, c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b = u.c

-- @source_key.t: b, a
-- @source_partitions.t: 4
-- @source_key.u: a, c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a AND t.b = u.c

-- @source_key.t: a, b
-- @source_partitions.t: 4
-- @source_key.u: a, c
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t LEFT JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t FULL JOIN u ON t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT u.a, COUNT(*) FROM t LEFT JOIN u ON t.a = u.a GROUP BY u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.b, COUNT(*) FROM t JOIN u ON t.a = u.a GROUP BY t.b

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
-- @source_key.z: c
-- @source_partitions.z: 4
SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON u.a = z.c

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
-- @source_key.z: c
-- @source_partitions.z: 4
SELECT t.id, u.uid, z.zid FROM t JOIN u ON t.a = u.a JOIN z ON u.c = z.c

-- @source_key.t: a
-- @source_partitions.t: 4
SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.a

-- @source_key.t: a
-- @source_partitions.t: 4
SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.b

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT id FROM t WHERE a IN (SELECT a FROM u)

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT id FROM t WHERE a NOT IN (SELECT a FROM u)
--! careful the nulls that split it are no keys, and the data of keyed sources has none

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT id, (SELECT COUNT(*) FROM u WHERE u.a = t.a) FROM t

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT id, (SELECT COUNT(*) FROM u WHERE u.c = t.b) FROM t

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT a FROM t UNION SELECT a FROM u

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT a, COUNT(*) FROM (SELECT a, b FROM t UNION ALL SELECT a, c FROM u) AS x GROUP BY a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 6
SELECT a, COUNT(*) FROM (SELECT a, b FROM t UNION ALL SELECT a, c FROM u) AS x GROUP BY a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT b, COUNT(*) FROM (SELECT a, b FROM t UNION ALL SELECT a, c FROM u) AS x GROUP BY b

-- @source_key.t: a
-- @source_key.u: a
SELECT a, COUNT(*) FROM t GROUP BY a UNION ALL SELECT a, COUNT(*) FROM u GROUP BY a

-- @source_key.t: a
-- @source_key.u: c
SELECT a, COUNT(*) FROM t GROUP BY a UNION ALL SELECT a, COUNT(*) FROM u GROUP BY a

-- @source_key.t: a
SELECT t.a, dim.n, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY t.a, dim.n

-- @source_key.t: a
SELECT dim.k, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.k

-- @source_key.t: a
SELECT dim.k, COUNT(*) FROM t LEFT JOIN dim ON t.a = dim.k GROUP BY dim.k

-- @source_key.t: a
SELECT dim.n, COUNT(*) FROM t JOIN dim ON t.a = dim.k GROUP BY dim.n

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a + 1 = u.a + 1

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.a % 2 = u.a % 2

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t, u WHERE t.a = u.a AND t.b < u.c

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT t.id, u.uid FROM t JOIN u ON t.b = u.c WHERE t.a = u.a

-- @source_key.t: a
-- @source_partitions.t: 4
-- @source_key.u: a
-- @source_partitions.u: 4
SELECT x.a, x.n, y.n FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS x FULL JOIN (SELECT a, COUNT(*) AS n FROM u GROUP BY a) AS y ON x.a = y.a
