CREATE VIEW large AS SELECT *, amount * 2 AS twice FROM prices WHERE amount > 200;
CREATE VIEW larger AS SELECT * FROM large WHERE amount > 500;
