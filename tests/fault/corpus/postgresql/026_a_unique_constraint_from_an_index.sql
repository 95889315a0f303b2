-- A unique constraint from an index
--
-- revision:      r026
-- down_revision: r025

-- aludel:upgrade
ALTER TABLE holdings ADD COLUMN code text;
UPDATE holdings SET code = owner || ':' || asset_id;
CREATE UNIQUE INDEX CONCURRENTLY holdings_code ON holdings (code);
ALTER TABLE holdings ADD CONSTRAINT holdings_code UNIQUE USING INDEX holdings_code;
CREATE INDEX CONCURRENTLY ix_holdings_amount ON holdings (amount);
UPDATE holdings SET amount = amount + 1;

-- aludel:downgrade
UPDATE holdings SET amount = amount - 1;
DROP INDEX CONCURRENTLY ix_holdings_amount;
ALTER TABLE holdings DROP CONSTRAINT holdings_code;
ALTER TABLE holdings DROP COLUMN code;
