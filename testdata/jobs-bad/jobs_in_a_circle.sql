-- Mistake: each of the two streams is made from the other.
-- SQL Application: circle
-- Version: 1.0.0

CREATE STREAM chicken AS
SELECT id, weight FROM egg
WITH ('egg.type' = 'kafka_source', 'chicken.type' = 'kafka_sink');

CREATE STREAM egg AS
SELECT id, weight FROM chicken
WITH ('chicken.type' = 'kafka_source', 'egg.type' = 'kafka_sink');
