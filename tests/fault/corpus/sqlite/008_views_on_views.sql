-- Views on views
--
-- revision:      s008
-- down_revision: s007

-- aludel:upgrade
CREATE VIEW v_monthly AS SELECT asset_id, substr(day, 1, 7) AS month, avg(price) AS price FROM prices GROUP BY 1, 2;
CREATE VIEW v_best AS SELECT month, max(price) AS price FROM v_monthly GROUP BY month;

-- aludel:downgrade
DROP VIEW v_best;
DROP VIEW v_monthly;
