-- Indexes of every kind
--
-- revision:      s004
-- down_revision: s003

-- aludel:upgrade
CREATE INDEX ix_prices_day ON prices (day);
CREATE UNIQUE INDEX ix_prices_asset_day ON prices (asset_id, day DESC);
CREATE INDEX ix_prices_month ON prices (substr(day, 1, 7));
CREATE INDEX ix_prices_high ON prices (price) WHERE price > 110;

-- aludel:downgrade
DROP INDEX ix_prices_high;
DROP INDEX ix_prices_month;
DROP INDEX ix_prices_asset_day;
DROP INDEX ix_prices_day;
