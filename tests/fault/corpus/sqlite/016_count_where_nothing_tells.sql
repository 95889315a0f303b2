-- Count where nothing tells
--
-- revision:      s016
-- down_revision: s015
-- x-applied-when: SELECT n = 1 FROM counters WHERE name = 'asked'

-- aludel:upgrade
-- aludel:autocommit
UPDATE counters SET n = n + 1 WHERE name = 'asked';

-- aludel:downgrade
DELETE FROM counters WHERE name = 'asked';
INSERT INTO counters VALUES ('asked', 0);
