-- Set operations, two of which the engine does not have.
CREATE STREAM all_contacts AS
SELECT customer_id, email FROM web_customers
UNION ALL
SELECT customer_id, email FROM shop_customers;

-- velo-plan: ignore VP205 because a list of all such customers is what the job is for
CREATE STREAM both_channels AS
SELECT customer_id FROM web_customers
INTERSECT
SELECT customer_id FROM shop_customers;

-- velo-plan: ignore VP205 because a list of all such customers is what the job is for
CREATE STREAM web_only AS
SELECT customer_id FROM web_customers
EXCEPT
SELECT customer_id FROM shop_customers;
