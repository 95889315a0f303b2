-- Prices of a year
--
-- revision:      s003
-- down_revision: s002

-- aludel:upgrade
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 364)
INSERT INTO prices (asset_id, day, price) SELECT 1 + i % 3, date('2025-01-01', '+' || i || ' days'), 100 + i % 17 FROM n;

-- aludel:downgrade
DELETE FROM prices;
DELETE FROM sqlite_sequence WHERE name = 'prices';
