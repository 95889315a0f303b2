-- revision: a
-- aludel:upgrade
CREATE TRIGGER t AFTER INSERT ON x BEGIN
  -- aludel:downgrade
  SELECT 1;
END;
-- aludel:downgrade
SELECT '
-- aludel:upgrade
';
