CREATE TABLE t(a int, b int GENERATED ALWAYS AS (a + 1) STORED, c int); GRANT SELECT (a, b, c) ON t TO r1;
