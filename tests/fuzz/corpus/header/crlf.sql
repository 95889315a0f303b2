-- A
--
-- revision: a

-- aludel:upgrade
SELECT 1;
-- aludel:downgrade
