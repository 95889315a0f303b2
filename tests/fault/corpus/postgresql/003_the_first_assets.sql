-- The first assets
--
-- revision:      r003
-- down_revision: r002

-- aludel:upgrade
INSERT INTO assets (id, symbol, name, listed) VALUES
  (1, 'XAU', 'Gold', '1971-08-15'),
  (2, 'XAG', 'Silver', NULL),
  (3, 'O''N', 'It''s; a -- "name"', '2001-01-01');
INSERT INTO assets (id, symbol, name)
SELECT i, 'A' || i, 'Asset number ' || i FROM generate_series(10, 39) AS i;

-- aludel:downgrade
DELETE FROM assets WHERE id >= 10;
DELETE FROM assets WHERE id IN (1, 2, 3);
