-- Mistake: the string 'card is never closed, so it swallows the rest of the file.
-- @name: card_only
SELECT payment_id, amount
FROM payments
WHERE method = 'card
GROUP BY payment_id;
