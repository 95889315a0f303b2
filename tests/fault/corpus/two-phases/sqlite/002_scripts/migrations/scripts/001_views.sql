CREATE VIEW large AS SELECT * FROM prices WHERE amount > 300;
CREATE VIEW larger AS SELECT * FROM large WHERE amount > 500;
