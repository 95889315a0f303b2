-- Better names
--
-- revision:      s011
-- down_revision: s010

-- aludel:upgrade
ALTER TABLE ratios RENAME TO quotients;
ALTER TABLE quotients RENAME COLUMN a TO upper;

-- aludel:downgrade
ALTER TABLE quotients RENAME COLUMN upper TO a;
ALTER TABLE quotients RENAME TO ratios;
