CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
