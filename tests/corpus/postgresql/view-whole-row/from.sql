CREATE TABLE t (id int, v text); CREATE VIEW x AS SELECT u AS whole, u.id FROM t u;
