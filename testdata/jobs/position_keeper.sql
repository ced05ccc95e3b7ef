-- End-of-day positions, kept as a table that risk can look up.
-- The order gateway keys trades by trader_id: keeping its partitions keeps each position whole,
-- and updates of one position stay in the order in which the gateway wrote them.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: sticky
-- @source_key.trades: trader_id
-- @source_partitions.trades: 12
-- velo-plan: ignore VP207 because neither trader ids nor symbols hold a |

CREATE TABLE position_keeper AS
SELECT
    trader_id PRIMARY KEY,
    symbol PRIMARY KEY,
    SUM(volume) AS held,
    MAX(ts) AS last_trade_at
FROM trades
WHERE venue NOT IN ('TEST', 'SIM')
GROUP BY trader_id, symbol
EMIT CHANGES
WITH (
    'trades.type' = 'kafka_source',
    'trades.topic.name' = 'trades',
    'position_keeper.type' = 'kafka_sink',
    'position_keeper.topic.name' = 'positions'
);
