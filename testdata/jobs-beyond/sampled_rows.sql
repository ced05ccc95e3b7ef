-- LIMIT's relatives.
CREATE STREAM newest_hundred AS
SELECT event_id, ts FROM audit_events ORDER BY ts DESC FETCH FIRST 100 ROWS ONLY;

CREATE STREAM second_page AS
SELECT event_id, ts FROM audit_events ORDER BY ts NULLS LAST LIMIT 20 OFFSET 20;
