CREATE TYPE ct AS (a bigint, b text, c date); CREATE FUNCTION f(x ct) RETURNS ct LANGUAGE sql AS 'SELECT x'; CREATE TABLE t (x ct, y ct[]);
