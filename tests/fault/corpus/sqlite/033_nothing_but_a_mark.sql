-- Nothing but a mark
--
-- revision:      s033
-- down_revision: s032

-- aludel:upgrade

-- aludel:downgrade
