-- revision: a
-- aludel:upgrade
/* not closed
-- aludel:downgrade
