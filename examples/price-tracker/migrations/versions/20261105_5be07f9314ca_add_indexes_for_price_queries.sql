-- Add indexes for price queries
--
-- revision:      5be07f9314ca
-- down_revision: 9a42e6d15c08
-- branch_labels: indexes
-- created:       2026-11-05 08:15:00+00:00

-- aludel:upgrade
-- Composite: one product's prices over a span of time.
CREATE INDEX ix_price_history_product_time ON price_history (product_id, recorded_at);

-- Covering: a source's day is answered from the index alone.
CREATE INDEX ix_price_history_source_covering ON price_history (source_id, recorded_at, product_id, price_cents);

-- Unique: a source tells a product's price once at a time; a SKU names one product.
CREATE UNIQUE INDEX ux_price_history_once ON price_history (source_id, product_id, recorded_at);
CREATE UNIQUE INDEX ux_products_sku ON products (sku);

-- aludel:downgrade
DROP INDEX ux_products_sku;
DROP INDEX ux_price_history_once;
DROP INDEX ix_price_history_source_covering;
DROP INDEX ix_price_history_product_time;
