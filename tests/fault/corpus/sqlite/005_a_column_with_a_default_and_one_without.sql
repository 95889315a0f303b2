-- A column with a default and one without
--
-- revision:      s005
-- down_revision: s004

-- aludel:upgrade
ALTER TABLE assets ADD COLUMN kind TEXT NOT NULL DEFAULT 'metal';
ALTER TABLE assets ADD COLUMN note TEXT;

-- aludel:downgrade
ALTER TABLE assets DROP COLUMN note;
ALTER TABLE assets DROP COLUMN kind;
