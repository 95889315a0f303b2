-- A note for each day
--
-- revision:      t002
-- down_revision: t001

-- aludel:upgrade
ALTER TABLE daily ADD COLUMN note text;
UPDATE daily SET note = 'closed' WHERE total % 2 = 0;
CREATE INDEX CONCURRENTLY ix_daily_note ON daily (note);

-- aludel:downgrade
ALTER TABLE daily DROP COLUMN note;
