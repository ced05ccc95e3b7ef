-- Faults of the planner that are known: each of these cases must fail, until it is moved.

-- @source_key.t: a
SELECT t.b, COUNT(*) FROM t JOIN dim ON t.a = dim.k AND t.a = t.b GROUP BY t.b
