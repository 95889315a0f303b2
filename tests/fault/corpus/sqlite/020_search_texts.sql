-- Search texts
--
-- revision:      s020
-- down_revision: s019

-- aludel:upgrade
CREATE VIRTUAL TABLE search USING fts5(symbol, note);
INSERT INTO search (rowid, symbol, note) SELECT id, symbol, note FROM assets;

-- aludel:downgrade
DROP TABLE search;
