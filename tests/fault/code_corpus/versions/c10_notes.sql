-- Notes about people
--
-- revision:      c10
-- down_revision: c09

-- aludel:upgrade
ALTER TABLE people ADD COLUMN note text;
UPDATE people SET note = 'known as ' || name;

-- aludel:downgrade
ALTER TABLE people DROP COLUMN note;
