-- Prices
--
-- revision:      t001
-- down_revision:

-- aludel:upgrade
CREATE TABLE prices (id integer PRIMARY KEY, asset text NOT NULL, amount integer NOT NULL);
INSERT INTO prices WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT i, 'asset ' || i % 5, i * 10 FROM n;
CREATE TABLE totals (asset text PRIMARY KEY, total integer NOT NULL);
CREATE TABLE assets (code text PRIMARY KEY, name text NOT NULL, base text REFERENCES assets);
CREATE TABLE holdings (id INTEGER PRIMARY KEY, asset text NOT NULL REFERENCES assets, amount integer NOT NULL);

-- aludel:downgrade
DROP TABLE holdings;
DROP TABLE assets;
DROP TABLE totals;
DROP TABLE prices;
