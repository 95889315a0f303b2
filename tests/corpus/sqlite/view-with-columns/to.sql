CREATE TABLE t(a INT); CREATE VIEW v(x, "a y") AS SELECT a, a + 1 FROM t;
