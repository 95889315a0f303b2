-- Compact it between two transactions
--
-- revision:      s015
-- down_revision: s014

-- aludel:upgrade
CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO counters VALUES ('mixed', 0), ('asked', 0), ('batched', 0);
UPDATE counters SET n = n + 1 WHERE name = 'mixed';
VACUUM;
UPDATE counters SET n = n + 10 WHERE name = 'mixed';
PRAGMA wal_checkpoint;
BEGIN;
UPDATE counters SET n = n + 100 WHERE name = 'mixed';
COMMIT;

-- aludel:downgrade
UPDATE counters SET n = n - 100 WHERE name = 'mixed';
VACUUM;
UPDATE counters SET n = n - 11 WHERE name = 'mixed';
DROP TABLE counters;
