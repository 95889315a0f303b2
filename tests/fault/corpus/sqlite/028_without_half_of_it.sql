-- Without half of it
--
-- revision:      s028
-- down_revision: s027

-- aludel:upgrade
CREATE TABLE ticks_gone AS SELECT * FROM ticks WHERE id % 2 = 0;
DELETE FROM ticks WHERE id % 2 = 0;

-- aludel:downgrade
INSERT INTO ticks SELECT * FROM ticks_gone;
DROP TABLE ticks_gone;
