-- Verify behind a VACUUM
--
-- revision:      s032
-- down_revision: s031

-- aludel:upgrade
UPDATE counters SET n = n + 1000 WHERE name = 'mixed';
VACUUM;
-- aludel:verify
SELECT name FROM counters WHERE name = 'mixed' AND n <> 1111;

-- aludel:downgrade
UPDATE counters SET n = n - 1000 WHERE name = 'mixed';
