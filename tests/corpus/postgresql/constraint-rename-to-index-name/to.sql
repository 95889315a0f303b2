CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
ALTER TABLE t ADD CONSTRAINT ix UNIQUE (a); CREATE INDEX u1 ON t (b);
