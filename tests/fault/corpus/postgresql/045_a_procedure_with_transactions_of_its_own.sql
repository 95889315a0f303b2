-- A procedure with transactions of its own
--
-- revision:      r045
-- down_revision: r044
-- x-applied-when: SELECT n = 3 FROM counters WHERE name = 'called'

-- aludel:upgrade
CREATE PROCEDURE count_to(wanted bigint) LANGUAGE plpgsql AS $$
BEGIN
  LOOP
    UPDATE counters SET n = n + 1 WHERE name = 'called' AND n < wanted;
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;
-- aludel:autocommit
CALL count_to(3);

-- aludel:downgrade
UPDATE counters SET n = 0 WHERE name = 'called';
DROP PROCEDURE count_to(bigint);
