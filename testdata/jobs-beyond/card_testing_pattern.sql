-- Two small payments followed by a large one, within one account.
-- @name: card_testing_pattern
SELECT account_id, first_ts, large_amount
FROM payments
MATCH_RECOGNIZE (
    PARTITION BY account_id
    ORDER BY ts
    MEASURES
        A.ts AS first_ts,
        B.amount AS large_amount
    ONE ROW PER MATCH
    AFTER MATCH SKIP PAST LAST ROW
    PATTERN (A{2,} B) WITHIN INTERVAL '10' MINUTE
    DEFINE
        A AS A.amount < 2,
        B AS B.amount > 500
) AS m;
