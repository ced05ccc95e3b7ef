-- A common table expression used once.
-- @source_key.trades: trader_id
-- velo-plan: ignore VP205 because the desk has a few hundred traders
CREATE STREAM busy_traders AS
WITH per_trader AS (
    SELECT trader_id, COUNT(*) AS trades, SUM(price * volume) AS turnover
    FROM trades
    GROUP BY trader_id
)
SELECT trader_id, trades, turnover
FROM per_trader
WHERE trades > 100;
