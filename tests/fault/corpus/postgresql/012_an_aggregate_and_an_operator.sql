-- An aggregate and an operator
--
-- revision:      r012
-- down_revision: r011

-- aludel:upgrade
CREATE FUNCTION keep_last(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $2';
CREATE AGGREGATE last_of(anyelement) (SFUNC = keep_last, STYPE = anyelement);
CREATE FUNCTION about_equal(numeric, numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) < 0.01';
CREATE OPERATOR ~= (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = about_equal, COMMUTATOR = ~=);

-- aludel:downgrade
DROP OPERATOR ~= (numeric, numeric);
DROP FUNCTION about_equal(numeric, numeric);
DROP AGGREGATE last_of(anyelement);
DROP FUNCTION keep_last(anyelement, anyelement);
