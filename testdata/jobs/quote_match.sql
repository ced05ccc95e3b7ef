-- Each trade with the quotes of its symbol that were live within five seconds of it.
-- @job_mode: adaptive
-- @num_partitions: 12
-- @partitioning_strategy: hash
-- velo-plan: ignore VP306 because the desk drops quotes of more than five seconds itself

CREATE STREAM quote_match AS
SELECT
    t.trade_id,
    t.symbol,
    t.price,
    q.bid,
    q.ask,
    t.price - q.bid AS over_bid,
    q.ask - t.price AS under_ask
FROM trades t
INNER JOIN quotes q ON t.symbol = q.symbol WITHIN INTERVAL '5' SECOND
WHERE q.ask > q.bid
WITH (
    'trades.type' = 'kafka_source',
    'quotes.type' = 'kafka_source',
    'quotes.topic.name' = 'nbbo',
    'quote_match.type' = 'kafka_sink',
    'quote_match.topic.name' = 'trades-with-quotes'
);
