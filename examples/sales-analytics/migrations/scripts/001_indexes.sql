-- Indexes for the reports
--
-- On a partitioned table an index is one on each partition, those to come too.
-- aludel:after 004
CREATE INDEX IF NOT EXISTS ix_orders_customer ON orders (customer_id, ordered_on);
CREATE INDEX IF NOT EXISTS ix_order_items_sku ON order_items (sku, ordered_on);
CREATE INDEX IF NOT EXISTS ix_products_category ON products (category);
