CREATE VIEW large AS SELECT *, amount * 3 AS thrice FROM prices WHERE amount > 200;
CREATE VIEW larger AS SELECT * FROM large WHERE amount > 500;
