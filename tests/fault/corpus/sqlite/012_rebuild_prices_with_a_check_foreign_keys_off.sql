-- Rebuild prices with a check, foreign keys off
--
-- revision:      s012
-- down_revision: s011

-- aludel:upgrade
PRAGMA foreign_keys = OFF;
CREATE TABLE prices_new (id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE, day TEXT NOT NULL, price NUMERIC CHECK (price > 0), month TEXT GENERATED ALWAYS AS (substr(day, 1, 7)) VIRTUAL);
INSERT INTO prices_new (id, asset_id, day, price) SELECT id, asset_id, day, price FROM prices;
DROP VIEW v_best;
DROP VIEW v_monthly;
DROP TABLE prices;
ALTER TABLE prices_new RENAME TO prices;
CREATE INDEX ix_prices_day ON prices (day);
CREATE VIEW v_monthly AS SELECT asset_id, substr(day, 1, 7) AS month, avg(price) AS price FROM prices GROUP BY 1, 2;
CREATE VIEW v_best AS SELECT month, max(price) AS price FROM v_monthly GROUP BY month;
-- aludel:verify
SELECT * FROM pragma_foreign_key_check;

-- aludel:downgrade
PRAGMA foreign_keys = OFF;
CREATE TABLE prices_old (id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id INTEGER NOT NULL REFERENCES assets, day TEXT NOT NULL, price NUMERIC, month TEXT GENERATED ALWAYS AS (substr(day, 1, 7)) VIRTUAL);
INSERT INTO prices_old (id, asset_id, day, price) SELECT id, asset_id, day, price FROM prices;
DROP VIEW v_best;
DROP VIEW v_monthly;
DROP TABLE prices;
ALTER TABLE prices_old RENAME TO prices;
CREATE INDEX ix_prices_day ON prices (day);
CREATE UNIQUE INDEX ix_prices_asset_day ON prices (asset_id, day DESC);
CREATE INDEX ix_prices_month ON prices (substr(day, 1, 7));
CREATE INDEX ix_prices_high ON prices (price) WHERE price > 110;
CREATE VIEW v_monthly AS SELECT asset_id, substr(day, 1, 7) AS month, avg(price) AS price FROM prices GROUP BY 1, 2;
CREATE VIEW v_best AS SELECT month, max(price) AS price FROM v_monthly GROUP BY month;
CREATE TRIGGER prices_changed AFTER UPDATE OF price ON prices WHEN old.price IS NOT new.price BEGIN
  INSERT INTO changes (price_id, was, becomes) VALUES (old.id, old.price, new.price);
  UPDATE assets SET listed = coalesce(listed, 'now') WHERE id = new.asset_id;
END;
