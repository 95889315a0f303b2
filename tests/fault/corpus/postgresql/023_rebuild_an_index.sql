-- Rebuild an index
--
-- revision:      r023
-- down_revision: r022

-- aludel:upgrade
REINDEX INDEX CONCURRENTLY ix_prices_price;

-- aludel:downgrade
REINDEX (VERBOSE) TABLE CONCURRENTLY prices;
