CREATE TABLE crates (id int primary key, name text, c timestamptz, updated_at timestamptz not null);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.name := 'x'; RETURN new; END $$;
CREATE TRIGGER t BEFORE INSERT OR UPDATE OF updated_at ON crates FOR EACH ROW EXECUTE FUNCTION f();
