CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
CREATE STATISTICS st (dependencies, mcv) ON a, (lower(b)) FROM t; ALTER STATISTICS st SET STATISTICS 200;
