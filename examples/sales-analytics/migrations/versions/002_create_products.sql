-- Create products
--
-- Prices are whole cents: sums stay exact.
--
-- revision:      002
-- down_revision: 001
-- created:       2026-01-12 09:20:00+00:00

-- aludel:upgrade
CREATE TABLE products (
  sku         text PRIMARY KEY,
  name        text NOT NULL,
  category    text NOT NULL,
  price_cents integer NOT NULL CHECK (price_cents > 0)
);

-- aludel:downgrade
DROP TABLE products;
