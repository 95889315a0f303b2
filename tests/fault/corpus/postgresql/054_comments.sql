-- Comments
--
-- revision:      r054
-- down_revision: r053

-- aludel:upgrade
COMMENT ON TABLE prices IS E'one a day\nand asset';
COMMENT ON COLUMN prices.price IS 'in the currency of the asset';
COMMENT ON INDEX ix_prices_day IS 'small';
COMMENT ON FUNCTION price_on(integer, date) IS $$the last one's$$;
COMMENT ON CONSTRAINT prices_sane ON prices IS 'typing errors';
COMMENT ON TYPE asset_kind IS 'grows';

-- aludel:downgrade
COMMENT ON TYPE asset_kind IS NULL;
COMMENT ON CONSTRAINT prices_sane ON prices IS NULL;
COMMENT ON FUNCTION price_on(integer, date) IS NULL;
COMMENT ON INDEX ix_prices_day IS NULL;
COMMENT ON COLUMN prices.price IS NULL;
COMMENT ON TABLE prices IS NULL;
