CREATE TABLE t (id int PRIMARY KEY, n int); CREATE TABLE u (t int REFERENCES t); CREATE VIEW tu AS SELECT t.id FROM t JOIN u ON u.t = t.id;
