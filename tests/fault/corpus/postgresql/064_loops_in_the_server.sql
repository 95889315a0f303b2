-- Loops in the server
--
-- revision:      r064
-- down_revision: r063

-- aludel:upgrade
DO $do$
BEGIN
  FOR i IN 1..3 LOOP
    EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY, n integer)', 'shard_' || i);
    EXECUTE format('INSERT INTO %I SELECT x, x * %s FROM generate_series(1, 50) AS x', 'shard_' || i, i);
  END LOOP;
END $do$;

-- aludel:downgrade
DO $do$
BEGIN
  FOR i IN 1..3 LOOP
    EXECUTE format('DROP TABLE %I', 'shard_' || i);
  END LOOP;
END $do$;
