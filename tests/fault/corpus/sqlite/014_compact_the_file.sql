-- Compact the file
--
-- revision:      s014
-- down_revision: s013

-- aludel:upgrade
VACUUM;

-- aludel:downgrade
VACUUM;
