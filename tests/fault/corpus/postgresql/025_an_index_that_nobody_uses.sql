-- An index that nobody uses
--
-- revision:      r025
-- down_revision: r024

-- aludel:upgrade
DROP INDEX CONCURRENTLY ix_prices_price;

-- aludel:downgrade
CREATE INDEX CONCURRENTLY ix_prices_price ON prices (price);
