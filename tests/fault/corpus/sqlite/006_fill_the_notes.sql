-- Fill the notes
--
-- revision:      s006
-- down_revision: s005

-- aludel:upgrade
UPDATE assets SET note = symbol || ': ' || name;

-- aludel:downgrade
UPDATE assets SET note = NULL;
