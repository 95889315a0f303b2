CREATE TABLE t (id text PRIMARY KEY, n int); CREATE TABLE u (t text REFERENCES t); CREATE VIEW tu AS SELECT t.id FROM t JOIN u ON u.t = t.id;
