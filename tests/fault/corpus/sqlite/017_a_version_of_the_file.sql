-- A version of the file
--
-- revision:      s017
-- down_revision: s016

-- aludel:upgrade
PRAGMA user_version = 7;
PRAGMA application_id = 1234;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT);

-- aludel:downgrade
DROP TABLE settings;
PRAGMA application_id = 0;
PRAGMA user_version = 0;
