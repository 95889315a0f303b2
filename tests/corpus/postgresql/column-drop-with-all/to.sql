CREATE TABLE t (id int PRIMARY KEY, b text, c numeric(10,2)); CREATE VIEW v AS SELECT id FROM t;
