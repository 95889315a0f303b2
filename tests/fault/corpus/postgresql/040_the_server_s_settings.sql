-- The server's settings
--
-- revision:      r040
-- down_revision: r039

-- aludel:upgrade
ALTER SYSTEM SET deadlock_timeout = '1100ms';

-- aludel:downgrade
ALTER SYSTEM RESET deadlock_timeout;
