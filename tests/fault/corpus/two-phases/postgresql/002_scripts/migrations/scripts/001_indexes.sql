CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_prices_day ON prices (day);
CREATE INDEX IF NOT EXISTS ix_prices_asset ON prices (asset);
