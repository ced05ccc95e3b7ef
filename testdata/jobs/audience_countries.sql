-- Every pair of country and device seen so far, once each.
-- Equal pairs must meet to be recognised as duplicates.
-- @name: audience_countries
-- @job_mode: simple
-- velo-plan: ignore VP205 because countries and kinds of devices are few

SELECT DISTINCT country, device
FROM clicks
WHERE country IS NOT NULL;
