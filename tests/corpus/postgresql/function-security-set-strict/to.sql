CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT a';
