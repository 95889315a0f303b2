CREATE SCHEMA "S x"; CREATE TABLE "S x".names(id int); CREATE FUNCTION "S x".f("S x".names) RETURNS int LANGUAGE sql AS $$SELECT 1$$;
