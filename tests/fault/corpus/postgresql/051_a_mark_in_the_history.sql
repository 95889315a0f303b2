-- A mark in the history
--
-- revision:      r051
-- down_revision: r050

-- aludel:upgrade

-- aludel:downgrade
