-- Refresh while it is read
--
-- revision:      r010
-- down_revision: r009

-- aludel:upgrade
UPDATE prices SET price = price + 1 WHERE asset_id = 1;
-- aludel:autocommit
REFRESH MATERIALIZED VIEW CONCURRENTLY monthly;

-- aludel:downgrade
UPDATE prices SET price = price - 1 WHERE asset_id = 1;
REFRESH MATERIALIZED VIEW monthly;
