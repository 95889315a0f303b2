-- A
--
-- revision: a

-- aludel:upgrade
-- aludel:downgrade
