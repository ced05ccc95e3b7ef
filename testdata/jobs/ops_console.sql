-- SQL Application: ops-console
-- Version: 1.0.0
-- Description: What the operator on duty runs before and after a release

SHOW STREAMS;
SHOW TABLES;
LIST TOPICS;
SHOW STATUS price_stats;
SHOW PARTITIONS trades;
SHOW PROPERTIES STREAM trades;
DESCRIBE trades;
PAUSE JOB match_stats;
RESUME JOB match_stats;
STOP JOB leaderboard FORCE;
ROLLBACK JOB match_stats VERSION '2.0.4';
