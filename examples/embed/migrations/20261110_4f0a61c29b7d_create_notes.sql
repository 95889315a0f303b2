-- Create notes
--
-- revision:      4f0a61c29b7d
-- down_revision:
-- created:       2026-11-10 09:00:00+00:00

-- aludel:upgrade
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- aludel:downgrade
DROP TABLE notes;
