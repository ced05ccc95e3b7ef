-- Standard window functions, one of them with a named window.
-- @name: running_totals
SELECT
    account_id,
    amount,
    SUM(amount) OVER w AS running,
    LAG(amount, 1, 0) OVER (PARTITION BY account_id ORDER BY ts) AS previous,
    AVG(amount) OVER (PARTITION BY account_id ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS recent
FROM payments
WINDOW w AS (PARTITION BY account_id ORDER BY ts);
