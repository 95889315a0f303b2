CREATE TYPE ct AS (a int, b text); CREATE FUNCTION f(x ct) RETURNS ct LANGUAGE sql AS 'SELECT x'; CREATE TABLE t (x ct, y ct[]);
