-- Recursive triggers and a setting of one revision
--
-- revision:      s034
-- down_revision: s033

-- aludel:upgrade
PRAGMA recursive_triggers = ON;
CREATE TABLE countdown (n INTEGER);
CREATE TRIGGER counts_down AFTER INSERT ON countdown WHEN new.n > 0 BEGIN INSERT INTO countdown VALUES (new.n - 1); END;
INSERT INTO countdown VALUES (9);

-- aludel:downgrade
DROP TABLE countdown;
