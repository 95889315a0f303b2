-- Count between two transactions
--
-- revision:      r043
-- down_revision: r042

-- aludel:upgrade
UPDATE counters SET n = n + 1 WHERE name = 'mixed';
VACUUM counters;
UPDATE counters SET n = n + 10 WHERE name = 'mixed';
CREATE INDEX CONCURRENTLY ix_counters_n ON counters (n);
UPDATE counters SET n = n + 100 WHERE name = 'mixed';
BEGIN;
UPDATE counters SET n = n + 1000 WHERE name = 'mixed';
COMMIT;

-- aludel:downgrade
UPDATE counters SET n = n - 1000 WHERE name = 'mixed';
DROP INDEX CONCURRENTLY ix_counters_n;
UPDATE counters SET n = n - 100 WHERE name = 'mixed';
VACUUM counters;
UPDATE counters SET n = n - 11 WHERE name = 'mixed';
