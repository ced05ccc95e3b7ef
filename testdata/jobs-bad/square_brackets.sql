-- Mistake: the list of values stands in square brackets.
-- @name: card_methods
SELECT payment_id, method
FROM payments
WHERE method IN ['card', 'wallet'];
