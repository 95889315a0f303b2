-- Settings, the last one wins
--
-- revision:      s018
-- down_revision: s017

-- aludel:upgrade
INSERT INTO settings VALUES ('a', '1'), ('b', '2');
INSERT INTO settings VALUES ('a', '3') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
INSERT OR REPLACE INTO settings VALUES ('b', '4');
INSERT OR IGNORE INTO settings VALUES ('b', '5');

-- aludel:downgrade
DELETE FROM settings;
