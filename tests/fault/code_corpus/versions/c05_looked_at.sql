-- Who is looked at, by views and triggers in SQL
--
-- revision:      c05
-- down_revision: c04

-- aludel:upgrade sqlite
CREATE TABLE changes (what TEXT NOT NULL);
CREATE VIEW adults AS SELECT id, name FROM people WHERE CAST(age AS INTEGER) >= 18;
CREATE TRIGGER note_people AFTER UPDATE OF name ON people
BEGIN
  INSERT INTO changes VALUES (new.name);
END;
CREATE TRIGGER add_adults INSTEAD OF INSERT ON adults
BEGIN
  INSERT INTO people (name, age) VALUES (new.name, '18');
END;

-- aludel:downgrade sqlite
DROP TRIGGER add_adults;
DROP TRIGGER note_people;
DROP VIEW adults;
DROP TABLE changes;

-- aludel:upgrade postgresql
CREATE TABLE changes (what text NOT NULL);
CREATE FUNCTION note_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes VALUES (new.name);
  RETURN new;
END;
$$;
CREATE TRIGGER note_people AFTER UPDATE OF name ON people
FOR EACH ROW EXECUTE FUNCTION note_people();

-- aludel:downgrade postgresql
DROP TRIGGER note_people ON people;
DROP FUNCTION note_people();
DROP TABLE changes;
