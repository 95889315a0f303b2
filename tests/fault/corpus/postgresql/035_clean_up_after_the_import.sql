-- Clean up after the import
--
-- revision:      r035
-- down_revision: r034

-- aludel:upgrade
VACUUM (ANALYZE) prices;

-- aludel:downgrade
