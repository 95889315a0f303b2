-- Notes
--
-- revision:      t002
-- down_revision: t001

-- aludel:upgrade
ALTER TABLE totals ADD COLUMN note text;
UPDATE totals SET note = 'closed' WHERE total % 2 = 0;

-- aludel:downgrade
ALTER TABLE totals DROP COLUMN note;
