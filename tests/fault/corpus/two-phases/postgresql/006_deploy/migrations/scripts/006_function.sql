CREATE FUNCTION cents(amount integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT amount * 100::numeric';
CREATE VIEW in_cents AS SELECT id, cents(amount) AS cents FROM prices;
