-- Better names
--
-- revision:      r056
-- down_revision: r055

-- aludel:upgrade
ALTER TABLE holdings RENAME TO positions;
ALTER TABLE positions RENAME COLUMN amount TO quantity;
ALTER TABLE positions RENAME CONSTRAINT holdings_asset TO positions_asset;
ALTER INDEX ix_holdings_amount RENAME TO ix_positions_quantity;
ALTER FUNCTION price_on(integer, date) RENAME TO price_at;
ALTER TYPE money_amount RENAME ATTRIBUTE currency TO unit;

-- aludel:downgrade
ALTER TYPE money_amount RENAME ATTRIBUTE unit TO currency;
ALTER FUNCTION price_at(integer, date) RENAME TO price_on;
ALTER INDEX ix_positions_quantity RENAME TO ix_holdings_amount;
ALTER TABLE positions RENAME CONSTRAINT positions_asset TO holdings_asset;
ALTER TABLE positions RENAME COLUMN quantity TO amount;
ALTER TABLE positions RENAME TO holdings;
