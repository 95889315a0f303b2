CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
CREATE STATISTICS st (ndistinct) ON a, b FROM t;
