-- Publish the prices
--
-- revision:      r065
-- down_revision: r064

-- aludel:upgrade
CREATE PUBLICATION price_feed FOR TABLE prices, assets WITH (publish = 'insert, update');
ALTER TABLE prices REPLICA IDENTITY FULL;

-- aludel:downgrade
ALTER TABLE prices REPLICA IDENTITY DEFAULT;
DROP PUBLICATION price_feed;
