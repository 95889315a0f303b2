CREATE FUNCTION cents(amount integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT amount * 100::bigint';
CREATE VIEW in_cents AS SELECT id, cents(amount) AS cents FROM prices;
