CREATE TABLE t(a int, "b c" int, c int); GRANT SELECT (a, "b c"), UPDATE (a), INSERT (c) ON t TO r1; GRANT SELECT (c) ON t TO PUBLIC;
