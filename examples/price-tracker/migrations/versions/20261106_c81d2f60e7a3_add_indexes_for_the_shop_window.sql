-- Add indexes for the shop window
--
-- revision:      c81d2f60e7a3
-- down_revision: 5be07f9314ca
-- created:       2026-11-06 16:40:00+00:00

-- aludel:upgrade
-- Partial: only what is still sold.
CREATE INDEX ix_products_on_sale ON products (name) WHERE discontinued_on IS NULL;

-- Descending: the latest price first.
CREATE INDEX ix_price_history_latest ON price_history (product_id, recorded_at DESC);

-- Expressions: search without case, group by day.
CREATE INDEX ix_products_name_lower ON products (lower(name));
CREATE INDEX ix_price_history_day ON price_history (substr(recorded_at, 1, 10));

-- aludel:downgrade
DROP INDEX ix_price_history_day;
DROP INDEX ix_products_name_lower;
DROP INDEX ix_price_history_latest;
DROP INDEX ix_products_on_sale;
