-- One more kind
--
-- revision:      r032
-- down_revision: r031

-- aludel:upgrade
ALTER TYPE asset_kind ADD VALUE 'bond';

-- aludel:downgrade
