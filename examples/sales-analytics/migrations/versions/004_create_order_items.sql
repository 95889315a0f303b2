-- Create order items
--
-- revision:      004
-- down_revision: 003
-- created:       2026-01-13 10:30:00+00:00

-- aludel:upgrade
CREATE TABLE order_items (
  order_id    bigint NOT NULL,
  ordered_on  date NOT NULL,
  position    integer NOT NULL,
  sku         text NOT NULL REFERENCES products (sku),
  quantity    integer NOT NULL CHECK (quantity > 0),
  price_cents integer NOT NULL CHECK (price_cents > 0),
  PRIMARY KEY (order_id, ordered_on, position),
  FOREIGN KEY (order_id, ordered_on) REFERENCES orders (id, ordered_on)
);

-- aludel:downgrade
DROP TABLE order_items;
