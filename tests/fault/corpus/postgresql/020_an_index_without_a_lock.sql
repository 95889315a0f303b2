-- An index without a lock
--
-- revision:      r020
-- down_revision: r019

-- aludel:upgrade
CREATE INDEX CONCURRENTLY ix_prices_price ON prices (price);

-- aludel:downgrade
DROP INDEX CONCURRENTLY ix_prices_price;
