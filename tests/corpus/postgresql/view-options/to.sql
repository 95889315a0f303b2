CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
CREATE VIEW v WITH (security_barrier=true, security_invoker=true) AS SELECT id, a FROM t WHERE a > 1 WITH LOCAL CHECK OPTION;
