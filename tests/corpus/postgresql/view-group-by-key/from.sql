CREATE TABLE t (id int PRIMARY KEY, a text); CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;
