-- Count
--
-- revision:      r042
-- down_revision: r041

-- aludel:upgrade
UPDATE counters SET n = n + 1 WHERE name = 'plain';

-- aludel:downgrade
UPDATE counters SET n = n - 1 WHERE name = 'plain';
