-- Each trade with the quotes of its symbol in the hour after it; the desk filters the result itself.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash

CREATE STREAM quote_match AS
SELECT
    t.trade_id AS trade_id,
    t.symbol AS symbol,
    t.price AS price,
    q.bid AS bid,
    q.ask AS ask,
    t.price - q.bid AS over_bid,
    q.ask - t.price AS under_ask
FROM trades t
INNER JOIN quotes q ON t.symbol = q.symbol AND q.ts BETWEEN t.ts AND t.ts + INTERVAL '1' HOUR
WITH (
    'trades.type' = 'kafka_source',
    'quotes.type' = 'kafka_source',
    'quotes.topic.name' = 'nbbo',
    'quote_match.type' = 'kafka_sink',
    'quote_match.topic.name' = 'trades-with-quotes'
);
