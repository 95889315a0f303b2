-- Their mail; "quoted", with [brackets] and a \backslash
--
-- revision:      002
-- down_revision: 001

-- aludel:upgrade
ALTER TABLE users ADD COLUMN mail TEXT DEFAULT 'a;b';

-- aludel:downgrade
ALTER TABLE users DROP COLUMN mail;
