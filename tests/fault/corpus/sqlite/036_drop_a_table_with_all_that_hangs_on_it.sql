-- Drop a table with all that hangs on it
--
-- revision:      s036
-- down_revision: s035

-- aludel:upgrade
DROP VIEW v_best;
DROP VIEW v_monthly;
DROP TABLE totals;

-- aludel:downgrade
CREATE TABLE totals (asset_id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO totals SELECT asset_id, count(*) FROM prices GROUP BY asset_id;
CREATE INDEX ix_totals_n ON totals (n);
CREATE VIEW v_monthly AS SELECT asset_id, substr(day, 1, 7) AS month, avg(price) AS price FROM prices GROUP BY 1, 2;
CREATE VIEW v_best AS SELECT month, max(price) AS price FROM v_monthly GROUP BY month;
