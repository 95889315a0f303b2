-- Create assets and prices
--
-- revision:      s001
-- down_revision:

-- aludel:upgrade
CREATE TABLE assets (id INTEGER PRIMARY KEY, symbol TEXT NOT NULL UNIQUE, name TEXT NOT NULL, listed TEXT);
CREATE TABLE prices (id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id INTEGER NOT NULL REFERENCES assets, day TEXT NOT NULL, price NUMERIC);

-- aludel:downgrade
DROP TABLE prices;
DROP TABLE assets;
