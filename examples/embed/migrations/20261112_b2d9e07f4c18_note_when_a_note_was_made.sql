-- Note when a note was made
--
-- revision:      b2d9e07f4c18
-- down_revision: 4f0a61c29b7d
-- created:       2026-11-12 09:00:00+00:00

-- aludel:upgrade
ALTER TABLE notes ADD COLUMN made_at TEXT;
CREATE INDEX notes_made_at ON notes (made_at);

-- aludel:downgrade
DROP INDEX notes_made_at;
ALTER TABLE notes DROP COLUMN made_at;
