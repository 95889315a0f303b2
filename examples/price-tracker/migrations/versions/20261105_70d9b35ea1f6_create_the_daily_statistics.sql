-- Create the daily statistics
--
-- revision:      70d9b35ea1f6
-- down_revision: 9a42e6d15c08
-- branch_labels: statistics
-- created:       2026-11-05 11:20:00+00:00

-- aludel:upgrade sqlite
CREATE TABLE daily_price_stats (
  product_id INTEGER NOT NULL REFERENCES products (id),
  day        TEXT    NOT NULL,
  samples    INTEGER NOT NULL,
  min_cents  INTEGER NOT NULL,
  max_cents  INTEGER NOT NULL,
  avg_cents  REAL    NOT NULL,
  PRIMARY KEY (product_id, day),
  CHECK (min_cents <= max_cents)
) WITHOUT ROWID;

CREATE TABLE source_daily_stats (
  source_id  INTEGER NOT NULL REFERENCES sources (id),
  day        TEXT    NOT NULL,
  products   INTEGER NOT NULL,
  avg_cents  REAL    NOT NULL,
  cheapest   INTEGER NOT NULL,
  PRIMARY KEY (source_id, day)
) WITHOUT ROWID;

-- aludel:upgrade postgresql
CREATE TABLE daily_price_stats (
  product_id INTEGER NOT NULL REFERENCES products (id),
  day        TEXT    NOT NULL,
  samples    INTEGER NOT NULL,
  min_cents  INTEGER NOT NULL,
  max_cents  INTEGER NOT NULL,
  avg_cents  DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (product_id, day),
  CHECK (min_cents <= max_cents)
);

CREATE TABLE source_daily_stats (
  source_id  INTEGER NOT NULL REFERENCES sources (id),
  day        TEXT    NOT NULL,
  products   INTEGER NOT NULL,
  avg_cents  DOUBLE PRECISION NOT NULL,
  cheapest   INTEGER NOT NULL,
  PRIMARY KEY (source_id, day)
);

-- aludel:downgrade
DROP TABLE source_daily_stats;
DROP TABLE daily_price_stats;
