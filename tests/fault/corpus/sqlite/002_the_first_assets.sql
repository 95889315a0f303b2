-- The first assets
--
-- revision:      s002
-- down_revision: s001

-- aludel:upgrade
INSERT INTO assets (id, symbol, name, listed) VALUES
  (1, 'XAU', 'Gold', '1971-08-15'),
  (2, 'XAG', 'Silver', NULL),
  (3, 'O''N', 'It''s; a -- "name"', '2001-01-01');

-- aludel:downgrade
DELETE FROM assets;
