CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
GRANT SELECT (a, b) ON t TO r1;
