CREATE TABLE t(a bigint, b int); CREATE VIEW v AS SELECT a, b FROM t; GRANT SELECT (a), SELECT (b) ON v TO r1;
