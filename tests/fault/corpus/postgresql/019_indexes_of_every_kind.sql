-- Indexes of every kind
--
-- revision:      r019
-- down_revision: r018

-- aludel:upgrade
CREATE INDEX ix_assets_name ON assets (lower(name) text_pattern_ops);
CREATE INDEX ix_assets_tags ON assets USING gin (tags);
CREATE INDEX ix_prices_day ON prices USING brin (day);
CREATE INDEX ix_prices_recent ON prices (day DESC NULLS LAST) INCLUDE (price) WHERE day > '2024-01-15';
CREATE UNIQUE INDEX ux_entries_note ON ledger.entries (note) NULLS NOT DISTINCT;

-- aludel:downgrade
DROP INDEX ledger.ux_entries_note;
DROP INDEX ix_prices_recent, ix_prices_day;
DROP INDEX ix_assets_tags;
DROP INDEX ix_assets_name;
