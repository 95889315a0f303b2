CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
ALTER TABLE t ADD CHECK (a > c); CREATE INDEX i ON t (a, c); ALTER TABLE t ADD UNIQUE (a); CREATE VIEW v AS SELECT id, a FROM t;
