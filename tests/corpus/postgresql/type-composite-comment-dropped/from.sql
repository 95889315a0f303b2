CREATE TYPE t AS (a int); COMMENT ON TYPE t IS $$x$$;
