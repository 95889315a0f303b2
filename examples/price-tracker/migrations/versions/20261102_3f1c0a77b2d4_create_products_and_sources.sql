-- Create products and sources
--
-- revision:      3f1c0a77b2d4
-- created:       2026-11-02 09:00:00+00:00

-- aludel:upgrade
CREATE TABLE products (
  id              INTEGER PRIMARY KEY,
  sku             TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  discontinued_on TEXT
);

CREATE TABLE sources (
  id   INTEGER PRIMARY KEY,
  name TEXT    NOT NULL UNIQUE,
  url  TEXT    NOT NULL
);

-- aludel:downgrade
DROP TABLE sources;
DROP TABLE products;
