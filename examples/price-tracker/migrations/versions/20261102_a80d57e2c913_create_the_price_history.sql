-- Create the price history
--
-- Prices are whole cents: sums stay exact. Times are UTC, as text that sorts.
--
-- revision:      a80d57e2c913
-- down_revision: 3f1c0a77b2d4
-- created:       2026-11-02 09:30:00+00:00

-- aludel:upgrade
CREATE TABLE price_history (
  id          INTEGER PRIMARY KEY,
  product_id  INTEGER NOT NULL REFERENCES products (id),
  source_id   INTEGER NOT NULL REFERENCES sources (id),
  recorded_at TEXT    NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents > 0)
);

-- aludel:downgrade
DROP TABLE price_history;
