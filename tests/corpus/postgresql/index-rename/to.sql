CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
CREATE INDEX i2 ON t (a);
