-- Create assets and prices
--
-- revision:      10a0c3f5e001
-- down_revision:
-- created:       2026-11-21 09:00:00+00:00

-- aludel:upgrade
CREATE TABLE assets (
  id INTEGER NOT NULL PRIMARY KEY,
  symbol VARCHAR(12) NOT NULL
);
CREATE TABLE prices (
  id INTEGER NOT NULL PRIMARY KEY,
  asset_id INTEGER NOT NULL REFERENCES assets (id),
  taken_at VARCHAR(19) NOT NULL,
  amount NUMERIC NOT NULL,
  unit VARCHAR(3) NOT NULL,
  vat_percent INTEGER NOT NULL
);
-- The filling script looks for prices of one asset at one time; the third recipe too.
CREATE INDEX ix_prices_asset_id_taken_at ON prices (asset_id, taken_at, id);

-- aludel:downgrade
DROP TABLE prices;
DROP TABLE assets;
