-- One common table expression used twice: each venue against the whole symbol.
-- @name: venue_share
-- velo-plan: ignore VP205 because symbols and venues are few
WITH by_venue AS (
    SELECT symbol, venue, SUM(volume) AS shares
    FROM trades
    GROUP BY symbol, venue
)
SELECT v.symbol, v.venue, v.shares, t.shares AS symbol_shares
FROM by_venue v
JOIN (SELECT symbol, SUM(shares) AS shares FROM by_venue GROUP BY symbol) AS t
  ON v.symbol = t.symbol;
