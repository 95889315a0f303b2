-- A unique index without a lock
--
-- revision:      r021
-- down_revision: r020

-- aludel:upgrade
CREATE UNIQUE INDEX CONCURRENTLY ux_holdings ON holdings (owner, asset_id);

-- aludel:downgrade
DROP INDEX ux_holdings;
