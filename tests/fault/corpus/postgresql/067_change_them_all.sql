-- Change them all
--
-- revision:      r067
-- down_revision: r066

-- aludel:upgrade
UPDATE readings SET value = value + 1;
DELETE FROM readings WHERE id % 100 = 0;
CREATE INDEX CONCURRENTLY ix_readings_value ON readings (value);
UPDATE readings SET note = 'high' WHERE value > 2900;

-- aludel:downgrade
UPDATE readings SET note = CASE WHEN id % 7 = 0 THEN 'seven' END;
DROP INDEX CONCURRENTLY ix_readings_value;
INSERT INTO readings SELECT i * 100, i * 100 % 40, i * 25 + 1, NULL FROM generate_series(1, 120) AS i;
UPDATE readings SET value = value - 1;
