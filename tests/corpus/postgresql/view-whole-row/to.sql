CREATE TABLE t (id bigint, v text); CREATE VIEW x AS SELECT u AS whole, u.id FROM t u;
