-- Boxes grow heavier
--
-- revision:      r072
-- down_revision: r071

-- aludel:upgrade
UPDATE boxes SET weight = weight + 1;
VACUUM boxes;
UPDATE boxes SET weight = weight + 1;

-- aludel:downgrade
UPDATE boxes SET weight = weight - 2;
