CREATE FUNCTION f(VARIADIC a int[]) RETURNS TABLE (x int, z text) LANGUAGE sql AS $$SELECT 1, 'b'$$; CREATE FUNCTION g(OUT x int, INOUT y text, OUT z int) LANGUAGE sql AS 'SELECT 1, y, 2';
