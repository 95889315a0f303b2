CREATE TABLE t(a int, b int); ALTER TABLE t ALTER a SET (n_distinct = 7, n_distinct_inherited = 8);
