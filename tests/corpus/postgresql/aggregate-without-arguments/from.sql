CREATE AGGREGATE agg(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
