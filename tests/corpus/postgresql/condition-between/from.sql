CREATE TABLE prices (x int, y int, z int);
CREATE VIEW low AS SELECT * FROM prices WHERE x < 3;
