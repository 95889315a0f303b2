CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
ALTER TABLE t ADD CONSTRAINT u1 UNIQUE (a); CREATE INDEX ix ON t (b);
