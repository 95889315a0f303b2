-- Through a temporary table
--
-- revision:      s024
-- down_revision: s023

-- aludel:upgrade
CREATE TEMP TABLE moved AS SELECT asset_id, count(*) AS n FROM prices GROUP BY asset_id;
CREATE TABLE totals (asset_id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO totals SELECT asset_id, n FROM moved;
DROP TABLE temp.moved;

-- aludel:downgrade
DROP TABLE totals;
